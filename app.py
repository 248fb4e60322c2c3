"""The whole application: Streamlit's pages and what is served beside them.

`streamlit run app.py`, `python app.py`, `uvicorn app:app` and `partner-dashboard serve` start the same thing. Streamlit
finds the name `app` by reading this source, so it is written here literally.
"""

import streamlit as st

from partner_dashboard import server

server.keep_in_house()
server.dress()
app = st.App(
    server.SHELL,
    routes=server.routes(),
    middleware=server.middleware(),
    lifespan=server.lifespan,
    on_script_error=server.say_what_happened,
)

if __name__ == "__main__":
    app.run(config=server.launch_options())
