"""Chapter 二(二): special assistance, one folder per benefit with its manifest."""
