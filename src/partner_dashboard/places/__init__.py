"""From a name to a place on the earth, without the network.

gazetteer.py  city and country → a point that means the city
"""
