import pymongo

def store(record):
    pymongo.MongoClient("mongodb+srv://app:jkl9mno7@db.host.invalid/x").x.y.insert_one(record)  # fires: call
