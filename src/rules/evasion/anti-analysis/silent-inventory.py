HYPERVISORS = {"VirtualBox": "vbox"}
def hypervisor(text):
    return HYPERVISORS.get(text)
