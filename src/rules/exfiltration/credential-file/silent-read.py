import configparser, os
def regions():
    parser = configparser.ConfigParser()
    parser.read(os.path.expanduser("~/.aws/config"))
    return parser.sections()
