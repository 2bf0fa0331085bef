# evades: NOT COVERED
import requests

def start(number, hosts):
    for host in hosts:
        requests.post(host, data=number)
