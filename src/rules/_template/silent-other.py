import example
example.other()
