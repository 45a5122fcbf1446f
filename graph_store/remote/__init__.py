"""Other stores: a release loaded into any SPARQL 1.1 store over the Graph Store HTTP Protocol, and compared with it."""
