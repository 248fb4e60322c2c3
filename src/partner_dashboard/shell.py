"""From a request to a page: what Streamlit runs first, in every rerun.

It lies here and not beside `pages/`, because a folder of that name next to the script that calls `st.navigation`
breaks deep links (Streamlit 1.67, 2026-11-20).
"""

from partner_dashboard import frame, ui
from partner_dashboard.errors import DashboardError

try:
    ui.edition()
    frame.run()
except DashboardError as problem:
    frame.say_why_not(problem)
