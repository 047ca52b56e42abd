"""The verbs a case page offers, one small form each; the table of transitions says which of them are open."""
