"""From the rows of a page to what stands on it: one module a page, Streamlit parts that only that page has."""
