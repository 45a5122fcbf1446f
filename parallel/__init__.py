"""Work spread over processes and machines, with answers in order. Knows of no article, no graph and no Vietnamese."""
