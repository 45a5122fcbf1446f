"""The pages that people read, and the same as data: the front page, each entity, the comparison, the query page."""
