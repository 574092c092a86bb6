"""Normalises answers of a real daemon into api.json: python3 api.py CONTAINER IMAGE INFO VERSION

DOCKER_ROOT is the data root of that daemon.

What /containers/web/stats and /events answer is written by hand there, and stays.
"""
import json, os, re, sys
container, image, info, version = (open(f).read() for f in sys.argv[1:5])
ids = {}
def normal(text):
    def one(m):
        return ids.setdefault(m.group(0), format(len(ids) + 10, 'x') * 32)
    text = re.sub(r'[0-9a-f]{64}', one, text)
    text = re.sub(r'20\d\d-\d\d-\d\dT[0-9:.]+Z', '2024-02-03T04:05:06.789Z', text)
    return text.replace(os.environ.get('DOCKER_ROOT', '/var/lib/docker'), '/var/lib/docker')
c, i = json.loads(normal(container)), json.loads(normal(image))
n, v = json.loads(normal(info)), json.loads(normal(version))
n.update(Name='host', ID='AAAA:BBBB', MemTotal=8 << 30, NCPU=4, KernelVersion='6.1.0', NFd=30, Warnings=[], NGoroutines=40)
base = dict(Created=1700000000, Labels={}, SizeRw=6, SizeRootFs=1984006, HostConfig={'NetworkMode': 'default'},
            NetworkSettings={'Networks': {'bridge': {}}})
ps = [
    dict(base, Id='a' * 64, Names=['/web', '/other/alias'], Image='nginx:1.25', ImageID='sha256:' + 'b' * 64,
         Command="nginx -g 'daemon off;'", State='running', Status='Up 5 minutes (healthy)',
         Ports=[{'IP': '0.0.0.0', 'PrivatePort': 80, 'PublicPort': 8080, 'Type': 'tcp'},
                {'PrivatePort': 443, 'Type': 'tcp'}],
         Labels={'b': '2', 'a': '1', 'com.example.my-label': 'z'},
         Mounts=[{'Type': 'volume', 'Driver': 'local', 'Name': 'a-volume-with-a-long-name', 'Source': '', 'Destination': '/v'},
                 {'Type': 'bind', 'Source': '/src', 'Destination': '/dst'}]),
    dict(base, Id='c' * 64, Names=['/done'], Image='sha256:' + 'd' * 64, ImageID='sha256:' + 'd' * 64, Command='true',
         State='exited', Status='Exited (0) 3 hours ago', Ports=[], Mounts=[], SizeRw=0, SizeRootFs=0),
]
images = [
    dict(Id='sha256:' + 'a' * 64, ParentId='', RepoTags=['debian:12', 'debian:bookworm', 'reg.example:5000/x/y:1'],
         RepoDigests=['debian@sha256:' + 'e' * 64], Created=1700000000, Size=116543210, SharedSize=-1, Containers=-1,
         Labels=None),
    dict(Id='sha256:' + 'b' * 64, ParentId='', RepoTags=[], RepoDigests=[], Created=1600000000, Size=12, SharedSize=-1,
         Containers=-1, Labels=None),
    dict(Id='sha256:' + 'c' * 64, ParentId='', RepoTags=[], RepoDigests=['quay.io/a/b@sha256:' + 'f' * 64],
         Created=1500000000, Size=1999, SharedSize=-1, Containers=-1, Labels=None),
]
kept = json.load(open('../resources/dev/jdock/cli/golden/api.json'))
json.dump({path: kept[path] for path in ['/containers/web/stats', '/events']} | {'/containers/json': ps, '/images/json': images, '/containers/thing/json': c, '/images/picture/json': i,
           '/info': n, '/version': v}, open('../resources/dev/jdock/cli/golden/api.json', 'w'), indent=1)
