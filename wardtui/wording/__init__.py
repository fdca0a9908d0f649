"""Cases, results and errors in words: what both front ends say in the same way."""
