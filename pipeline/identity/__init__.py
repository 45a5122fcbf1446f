"""Identity: which IRI a stated name stands for. Every rule looks at one article alone, and what it does not tell stays apart.

`people`, `blocs`, `documents` and `organisations` hold the rules of their kinds; `ontology/tables/identities.csv` states exceptions.
"""
