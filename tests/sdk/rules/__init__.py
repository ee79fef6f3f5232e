"""An interpreter of the contract's rules, written from `spec/grammar` alone."""
