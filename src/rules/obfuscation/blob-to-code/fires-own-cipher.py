import example_codec
DATA = (
    "q7dK2mXw9ZpL4vRt8NcBy3HsGf6JuEaQ1oTi5WkMxPzVbCnDlSrYgUhAjFeO0I7zKq2WmXp9LvR4tN8cBy3HsGf6JuEaQ1oTi5WkMxPzVbCnDlSr"
    "Zp9Lw4XmK2d7qRt8vNcB3ysHf6GJauE1QoTi5kWMPxzVbnCDlrSYgUAhjFOe0I9xKq7WmZp2LvX4tN8cRy3HsBf6JuGaQ1oEi5WkTxPzMbCnVlSr"
)
exec(example_codec.turn(DATA))  # fires: import
