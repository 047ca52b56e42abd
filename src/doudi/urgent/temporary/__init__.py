"""临时救助: the manifests of both types; their rules live in doudi.policy.urgent."""
