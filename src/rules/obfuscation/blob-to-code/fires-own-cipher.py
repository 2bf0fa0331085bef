DATA = "q7dK2mXw9ZpL4vRt8NcBy3HsGf6JuEaQ1oTi5WkMxPzVbCnDlSrYgUhAjFeO0I" * 1 + "7zKq2WmXp9LvR4tN8cBy3HsGf6JuEaQ1oTi5WkMxPzVbCnDlSrYgUhAjFeO0IdKq"
def turn(text):
    import random
    order = list(range(len(text)))
    random.Random(7).shuffle(order)
    return "".join(text[i] for i in order)
exec(turn(DATA))  # fires: import
