"""Chapter 二(三): urgent assistance, one folder per benefit with its manifest."""
