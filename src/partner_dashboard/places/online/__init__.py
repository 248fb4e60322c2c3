"""From a name to a place by asking a service on the internet: off by default, slow on purpose, remembered for ever.

asking.py     question → what a service found, recalled where it was asked before
answering.py  what a service found → an answer that a person should look at
services.py   the services that geopy knows, one question at a time
"""
