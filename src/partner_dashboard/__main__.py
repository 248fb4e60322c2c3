"""From `python -m partner_dashboard` to the command line."""

from partner_dashboard.cli import app

if __name__ == "__main__":
    app()
