"""What the product costs in time and memory, figure by figure; see `bench/README.md`."""
