"""The least a Streamlit application can do; speed is measured as a ratio to this, in the same minutes."""

import streamlit as st

kind = st.selectbox("Kind", ["a", "b", "c", "d"], key="kind")
st.write(f"chosen: {kind}")
