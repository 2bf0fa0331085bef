TABLE = "q7dK2mXw9ZpL4vRt8NcBy3HsGf6JuEaQ1oTi5WkMxPzVbCnDlSrYgUhAjFeO0I7zKq2WmXp9LvR4tN8cBy3HsGf6JuEaQ1oTi5W"
def lookup(index):
    return TABLE[index]
