"""Draws address plans, and compares what `netplat plan` says of them with Python's ipaddress.

Usage: addresses.py PROGRAM SEEDS. Prints one JSON object: how many entries were compared, and the differences.
"""

import ipaddress
import json
import random
import subprocess
import sys


def network(rng):
    """A prefix of either family; close to others often enough that they nest."""
    if rng.random() < 0.6:
        base = int(ipaddress.ip_address("10.0.0.0"))
        length = rng.choice([8, 12, 16, 20, 22, 24, 26, 28, 30, 31, 32])
        number = base | rng.getrandbits(14) << 10 | rng.getrandbits(10)
        kind = ipaddress.IPv4Network
    else:
        base = int(ipaddress.ip_address("fd00::"))
        length = rng.choice([7, 16, 32, 48, 56, 64, 65, 96, 108, 112, 127, 128])
        number = base | rng.getrandbits(6) << 80 | rng.getrandbits(80)
        kind = ipaddress.IPv6Network
    return kind((number, length), strict=False)


def entry(rng):
    """A prefix, or a start and stop, as (text, first, last)."""
    drawn = network(rng)
    if rng.random() < 0.8:
        return str(drawn), drawn[0], drawn[-1]
    first = drawn[rng.randrange(min(drawn.num_addresses, 500))]
    last = first + rng.randrange(1, 300)
    return f"{first}-{last}", first, last


def plan(rng):
    entries, seen = [], set()
    while len(entries) < 60:
        text, first, last = entry(rng)
        if (first, last) not in seen:
            seen.add((first, last))
            entries.append((text, first, last))
    return entries


def free(first, last, inner):
    """What no inner range takes, as the fewest prefixes."""
    left, at = [], int(first)
    for low, high in sorted((int(low), int(high)) for low, high in inner):
        if at < low:
            left.append((at, low - 1))
        at = max(at, high + 1)
    if at <= int(last):
        left.append((at, int(last)))
    kind = type(first)
    blocks = []
    for low, high in left:
        blocks += ipaddress.summarize_address_range(kind(low), kind(high))
    return [str(block) for block in blocks]


def document(texts):
    """A design with an address plan of these prefixes and ranges, called n0, n1 and so on."""
    lines = "".join(
        f"    - {{ {'range' if '-' in text else 'cidr'}: \"{text}\", name: n{index} }}\n" for index, text in enumerate(texts)
    )
    return f"---\nnetplat:\n  addresses:\n{lines}---\nflowchart LR\n  a\n"


def netplat(program, texts, *arguments):
    """What `netplat plan` prints of such a design."""
    return subprocess.run([program, "plan", "-", *arguments], input=document(texts), capture_output=True, text=True)


def compare(program, seed):
    entries = plan(random.Random(seed))
    done = netplat(program, [text for text, _, _ in entries], "--format", "json")
    said = {prefix["name"]: prefix for prefix in json.loads(done.stdout)["prefixes"]}
    differences = []
    for index, (text, first, last) in enumerate(entries):
        ours = said.get(f"n{index}")
        if ours is None:
            differences.append(f"seed {seed}: {text} is missing: {done.stderr}")
            continue
        inside = [other for other in entries if other[1].version == first.version]
        children = [
            (low, high)
            for other, (_, low, high) in enumerate(entries)
            if said.get(f"n{other}", {}).get("parent") == f"n{index}"
        ]
        around = [e for e in inside if e[1] <= first and last <= e[2] and (e[1], e[2]) != (first, last)]
        parent = next((e for i, e in enumerate(entries) if ours["parent"] == f"n{i}"), None)
        theirs = {
            "cidr": None if "-" in text else text,
            "first": str(first),
            "last": str(last),
            "addresses": str(int(last) - int(first) + 1),
            "free": free(first, last, children),
            "has parent": bool(around),
        }
        mine = {key: ours[key] for key in ("cidr", "first", "last", "addresses", "free")}
        mine["has parent"] = parent is not None
        for key, value in theirs.items():
            if mine[key] != value:
                differences.append(f"seed {seed}: {text}: {key}: ours {mine[key]}, theirs {value}")
        # The parent holds the entry, and nothing that holds it lies within the parent.
        if parent and (parent not in around or any(e != parent and e[1] >= parent[1] and e[2] <= parent[2] for e in around)):
            differences.append(f"seed {seed}: {text}: parent {parent[0]}")
    return len(entries), differences


def strictness(program):
    """Texts that ipaddress refuses must be refused; texts that it takes strictly must be taken."""
    rng = random.Random(1)
    texts = ["10.0.0.0/8", "010.0.0.0/8", "10.0.0.0/33", "10.0.0/8", "1.2.3.4.5/8", "256.0.0.0/8", "::/0", "::1/129", "1::2::3/64"]
    texts += ["fe80::/10", "12345::/16", "g::/16", "1:2:3:4:5:6:7:8:9/64", "1:2:3:4:5:6:7::/112", "::1.2.3.4/128", "::1.2.3/128"]
    texts += ["".join(rng.choice("0123456789abcdef:./") for _ in range(rng.randrange(3, 18))) + "/8" for _ in range(400)]
    texts += [str(network(rng)) for _ in range(100)]
    # Python takes a netmask, an IPv4-mapped address and a length like "08"; Kubernetes (KEP-4858) does not.
    mask = lambda text: "." in text.rsplit("/", 1)[-1]
    done = netplat(program, texts, "--format", "json")
    taken = {prefix["name"] for prefix in json.loads(done.stdout)["prefixes"]}
    differences = []
    for index, text in enumerate(texts):
        try:
            theirs = ipaddress.ip_network(text, strict=False)
            valid = not mask(text) and not (theirs.version == 6 and theirs.network_address.ipv4_mapped)
            valid = valid and not (len(text.rsplit("/", 1)[1]) > 1 and text.rsplit("/", 1)[1].startswith("0"))
        except ValueError:
            valid = False
        if valid != (f"n{index}" in taken):
            differences.append(f"{text}: ours {f'n{index}' in taken}, theirs {valid}")
    return len(texts), differences


def root(rng):
    """A prefix of either family, of any length down to 12 bits less than an address."""
    if rng.random() < 0.5:
        return ipaddress.ip_network((rng.getrandbits(32), rng.randrange(0, 21)), strict=False)
    return ipaddress.IPv6Network((rng.getrandbits(128), rng.randrange(0, 117)), strict=False)


def inside(rng, outer):
    """A prefix in another, of up to 12 bits more."""
    length = rng.randrange(outer.prefixlen + 1, outer.prefixlen + 13)
    bits = outer.max_prefixlen
    number = int(outer[0]) | rng.getrandbits(length - outer.prefixlen) << bits - length
    return type(outer)((number, length))


def without(outer, inner):
    """What of a prefix is in none of the others."""
    left = [outer]
    for taken in inner:
        left = [
            part
            for block in left
            for part in ([] if block.subnet_of(taken) else block.address_exclude(taken) if taken.subnet_of(block) else [block])
        ]
    return left


def collapse(program, seed):
    """What is free beside the rest of a root is the collapsed set of what was drawn."""
    rng = random.Random(seed)
    outer = root(rng)
    drawn = [inside(rng, outer) for _ in range(rng.randrange(1, 12))]
    rest = without(outer, drawn)
    done = netplat(program, [str(outer), *map(str, rest)], "--format", "json")
    ours = json.loads(done.stdout)["prefixes"][0]["free"]
    theirs = [str(block) for block in ipaddress.collapse_addresses(drawn)]
    differences = [] if ours == theirs else [f"seed {seed}: {outer}: collapse: ours {ours}, theirs {theirs}"]
    return 1, differences


def next_free(program, seed):
    """The first free prefix is the first of the subnets that overlaps nothing; after n of them it is the nth."""
    rng = random.Random(seed)
    outer = root(rng)
    length = rng.randrange(outer.prefixlen + 1, outer.prefixlen + 12)
    if rng.random() < 0.5:
        taken = [inside(rng, outer) for _ in range(rng.randrange(1, 40))]
    else:
        count = rng.randrange(0, min(300, 1 << length - outer.prefixlen))
        taken = [subnet for subnet, _ in zip(outer.subnets(new_prefix=length), range(count))]
    theirs = next((str(it) for it in outer.subnets(new_prefix=length) if not any(it.overlaps(other) for other in taken)), "")
    done = netplat(program, [str(outer), *map(str, taken)], "--free", f"/{length}", "--in", "n0")
    ours = done.stdout.strip()
    right = ours == theirs and done.returncode == (0 if theirs else 1)
    return 1, [] if right else [f"seed {seed}: {outer} /{length}: ours {ours!r}, theirs {theirs!r}: {done.stderr}"]


def main():
    program, seeds = sys.argv[1], int(sys.argv[2])
    results = [compare(program, seed) for seed in range(seeds)] + [strictness(program)]
    for seed in range(8 * seeds):
        results += [collapse(program, seed), next_free(program, seed)]
    compared = sum(count for count, _ in results)
    differences = [difference for _, some in results for difference in some]
    print(json.dumps({"compared": compared, "differences": differences}))


main()
