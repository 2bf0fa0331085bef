def price(coin):
    return {"coin": coin}
