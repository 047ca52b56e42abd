"""The assistance law: facts, dated and cited parameters, and the rules, one module per benefit."""
