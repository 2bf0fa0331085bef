# evades: NOT COVERED
import example
example.renamed()
