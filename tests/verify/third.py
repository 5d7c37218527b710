#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A third checker of certificates, written from rempart-certificate(5) and rempart-graph(5).

It shows that the two pages are enough to write one.  Slower than rempart-verify, and of another
build: numbers of any size, rows as dictionaries, claims evaluated anew at every line.

usage: third.py GRAPH CERTIFICATE
Exit status 0: accepted, 1: refused (why is on standard error), 2: wrong call.
"""
import sys

OBJECTIVES = ("risk-5 risk-4 risk-3 risk-2 risk-1 severity kinds places malfunction effort plain "
              "none").split()


class Refused(Exception):
    pass


def need(ok, why):
    if not ok:
        raise Refused(why)


class Line:
    """One line: its words, taken from the left."""

    def __init__(self, number, text):
        self.number, self.words = number, text.replace("\t", " ").replace("\r", " ").split(" ")
        self.words = [w for w in self.words if w]
        self.name = self.words.pop(0)

    def word(self):
        need(self.words, "a field is missing")
        return self.words.pop(0)

    def number_to(self, most):
        return digits(self.word(), most)

    def one_of(self, n):
        return self.number_to(n - 1)

    def many(self, n, most=1 << 24):
        """n item ...: each the number of one of n things."""
        return [self.one_of(n) for _ in range(self.number_to(most))]

    def end(self):
        need(not self.words, "something follows the last field")


def digits(word, most):
    need(word.isascii() and word.isdigit(), "'%s' is no number" % word)
    need(int(word) <= most, "%s is more than %d" % (word, most))
    return int(word)


def lines_of(path):
    with open(path, "rb") as file:
        text = file.read().decode("latin-1")
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip(" \t\r")
        if words and not words.startswith("#"):
            yield Line(number, line)


class Graph:
    def __init__(self, path):
        self.nfacts, self.entries, self.kinds, self.controls = 0, [], [], []
        self.steps, self.goals, self.constraints = [], [], []
        read = {"facts": self.facts, "fact": lambda line: None, "kind": self.kind,
                "control": self.control, "step": self.step, "entry": self.entry,
                "goal": self.goal, "needs": self.needs, "answers": self.needs,
                "excludes": self.excludes}
        lines = lines_of(path)
        first = next(lines, None)
        need(first and first.name == "rempart-graph" and first.words == ["1"], "not a graph")
        line = next(lines, None)
        while line and line.name != "end":
            need(line.name in read, "graph line %d: unknown record" % line.number)
            read[line.name](line)
            line = next(lines, None)
        need(line, "the graph ends too early")
        line.end()
        need(next(lines, None) is None, "something follows the end of the graph")

    def facts(self, line):
        self.nfacts = line.number_to(200_000_000)

    def costs(self, line):
        return dict(zip(("plain", "malfunction", "effort"),
                        (line.number_to(10**9) for _ in range(3))))

    def kind(self, line):
        self.kinds.append(self.costs(line))

    def control(self, line):
        kind, state = line.one_of(len(self.kinds)), line.word()
        need(state in ("free", "existing", "planned", "refused"), "unknown state")
        self.controls.append((kind, state == "refused", self.costs(line)))

    def step(self, line):
        level, head = line.number_to(4), line.one_of(self.nfacts)
        need(level > 0, "a level is 1 to 4")
        body, stoppers, introducers = set(), [], set()
        for word in line.words:
            if word[0] == "!":
                control, _, effect = word[1:].partition("/")
                stoppers.append((digits(control, len(self.controls) - 1),
                                 digits(effect, 3) if "/" in word else 0))
            elif word[0] == "+":
                introducers.add(digits(word[1:], len(self.controls) - 1))
            else:
                body.add(digits(word, self.nfacts - 1))
        self.steps.append((level, head, body, stoppers, introducers))

    def entry(self, line):
        self.entries.append(line.one_of(self.nfacts))

    def goal(self, line):
        goal = line.one_of(self.nfacts), line.number_to(4), line.number_to(5)
        need(goal[2] > 0, "a severity is 1 to 5")
        self.goals.append(goal)

    def members(self, line):
        n = len(self.controls)
        members = [digits(word, n - 1) for word in line.words]
        need(len(members) > 1, "a constraint needs another control")
        return members[0], members[1:]

    def needs(self, line):
        control, others = self.members(line)
        self.constraints.append(row([(d, 1) for d in others] + [(control, -1)], 0))

    def excludes(self, line):
        control, others = self.members(line)
        self.constraints += [row([(control, -1), (d, -1)], -1) for d in others]

    def blockers(self, step, level):
        return {control for control, effect in self.steps[step][3] if effect <= level}

    def derivable(self, level, chosen=None):
        """Facts derivable at a level with the chosen controls; None: by free steps alone."""
        waiting, users, derived, queue = {}, {}, set(), list(self.entries)
        for number, (of, head, body, _, introducers) in enumerate(self.steps):
            blockers = self.blockers(number, level)
            if of <= level or (introducers or blockers if chosen is None else
                               blockers & chosen or introducers - chosen):
                continue
            waiting[number] = len(body)
            for fact in body:
                users.setdefault(fact, []).append(number)
            if not body:
                queue.append(head)
        while queue:
            fact = queue.pop()
            if fact in derived:
                continue
            derived.add(fact)
            for number in users.get(fact, ()):
                waiting[number] -= 1
                if waiting[number] == 0:
                    queue.append(self.steps[number][1])
        return derived


def row(terms, right):
    total = {}
    for variable, coefficient in terms:
        total[variable] = total.get(variable, 0) + coefficient
    return total, right


def ceiling(value, divisor):
    return -(-value // divisor)


class Checker:
    def __init__(self, graph, lines):
        self.g, self.lines, self.free = graph, lines, {}
        self.ncontrols, self.nkinds = len(graph.controls), len(graph.kinds)
        self.first_goal = self.ncontrols + self.nkinds
        self.nvariables = self.first_goal + len(graph.goals)
        need(self.nvariables <= 1 << 23, "too many variables")
        self.rows = list(graph.constraints)
        for c, (kind, refused, _) in enumerate(graph.controls):
            self.rows.append(row([(self.ncontrols + kind, 1), (c, -1)], 0))
        self.may = [{0, 1} for _ in range(self.nvariables)]
        for c, control in enumerate(graph.controls):
            if control[1]:
                self.may[c] = {0}

    def next(self, name=None):
        self.line = next(self.lines, None)
        need(self.line, "the certificate ends too early")
        need(name is None or self.line.name == name, "line '%s' is missing" % name)
        return self.line

    def objective(self, name):
        need(name in OBJECTIVES, "unknown objective '%s'" % name)
        goals = [(self.first_goal + i, goal[2]) for i, goal in enumerate(self.g.goals)]
        kinds, controls = enumerate(self.g.kinds, self.ncontrols), enumerate(self.g.controls)
        if name.startswith("risk-"):
            return {u: 1 for u, severity in goals if severity == int(name[5:])}
        if name == "severity":
            return dict(goals)
        if name == "kinds":
            return {y: 1 for y, _ in kinds}
        if name == "places":
            return {x: 1 for x, _ in controls}
        if name == "none":
            return {}
        cost = {y: kind[name] for y, kind in kinds}
        cost.update((x, control[2][name]) for x, control in controls)
        return {j: c for j, c in cost.items() if c > 0}

    def put(self, new):
        size = sum(abs(a) for a in new[0].values()) + abs(new[1])
        need(size <= 1 << 54, "a row is too large")
        self.rows.append(new)

    def question(self):
        first = self.next("rempart-certificate")
        need(first.words == ["1"], "another version")
        counts = [self.g.nfacts, len(self.g.steps), self.nkinds, self.ncontrols,
                  len(self.g.goals)]
        need([digits(w, 2**32) for w in self.next("graph").words] == counts, "another graph")
        while self.next().name != "result":
            line = self.line
            if line.name in ("force", "forbid"):
                for c in line.many(self.ncontrols):
                    self.may[c] -= {0} if line.name == "force" else {1}
            elif line.name == "limit":
                costs = self.objective(line.word())
                self.put(row([(j, -a) for j, a in costs.items()], -line.number_to(2**53 - 1)))
            else:
                need(line.name == "exclude", "line 'result' is missing")
                named = line.many(self.ncontrols)
                self.put(row([(c, -1) for c in named], 1 - len(named)))
            line.end()

    def set(self):
        line = self.next("set")
        chosen = set(line.many(self.ncontrols))
        line.end()
        line = self.next("open")
        given_up = set(line.many(len(self.g.goals)))
        line.end()
        ones = chosen | {self.first_goal + g for g in given_up}
        ones |= {self.ncontrols + self.g.controls[c][0] for c in chosen}
        for j in range(self.nvariables):
            need((j in ones) in self.may[j], "variable %d may not have its value" % j)
        for number, (terms, right) in enumerate(self.rows):
            need(sum(a for j, a in terms.items() if j in ones) >= right, "row %d" % number)
        derived = {}
        for number, (fact, level, _) in enumerate(self.g.goals):
            if level < 4 and number not in given_up:
                if level not in derived:
                    derived[level] = self.g.derivable(level, chosen)
                need(fact not in derived[level], "goal %d is derivable" % number)
        return ones

    def core(self, line):
        goal = line.one_of(len(self.g.goals))
        fact, level, _ = self.g.goals[goal]
        need(level < 4, "a core of a goal that always holds")
        if level not in self.free:
            self.free[level] = self.g.derivable(level)
        there, blockers, introducers = set(), set(), set()
        for number in line.many(len(self.g.steps)):
            of, head, body, _, adds = self.g.steps[number]
            need(of > level, "step %d does not exist" % number)
            need(all(f in there or f in self.free[level] for f in body),
                 "step %d is not prepared" % number)
            there.add(head)
            blockers |= self.g.blockers(number, level)
            introducers |= adds
        need(fact in there or fact in self.free[level], "the goal is not derived")
        terms = [(c, 1) for c in blockers] + [(c, -1) for c in introducers]
        self.put(row(terms + [(self.first_goal + goal, 1)], 1 - len(introducers)))

    def sum(self, line, start):
        """The terms and the right side of: start, and n row multiplier ..."""
        total, right = dict(start[0]), start[1]
        for _ in range(line.number_to(1 << 24)):
            terms, side = self.rows[line.one_of(len(self.rows))]
            multiplier = line.number_to(2**40 - 1)
            for j, a in terms.items():
                total[j] = total.get(j, 0) + multiplier * a
            right += multiplier * side
        return total, right

    def derived(self, line):
        divisor = line.number_to(2**40 - 1)
        need(divisor > 0, "a divisor is 1 or more")
        total, right = self.sum(line, ({}, 0))
        for _ in range(line.number_to(1 << 24)):
            j, multiplier = line.one_of(self.nvariables), line.number_to(2**40 - 1)
            total[j] = total.get(j, 0) - multiplier
            right -= multiplier
        for j, a in total.items():
            if a < 0:
                right -= a % divisor
                total[j] = a - a % divisor
        self.put(({j: ceiling(a, divisor) for j, a in total.items() if a},
                  ceiling(right, divisor)))

    def closes(self, claim):
        if not all(self.may):
            return True
        total, right = claim
        return right - sum(max(a * v for v in self.may[j]) for j, a in total.items()) > 0

    def proof(self, costs, less):
        """Lines c, d, y, f, b and e until the tree is complete."""
        claim, stack = ({}, 0), []
        while True:
            line = self.next()
            name = line.name
            if name == "c":
                self.core(line)
            elif name == "d":
                self.derived(line)
                claim = ({}, 0)
            elif name == "y":
                m = line.number_to(2**40 - 1)
                claim = self.sum(line, ({j: -m * a for j, a in costs.items()}, -m * less))
            elif name in ("b", "f"):
                j, value = line.one_of(self.nvariables), line.number_to(1)
                need(self.may[j] == {0, 1}, "variable %d is fixed already" % j)
                self.may[j] = {value if name == "b" else 1 - value}
                stack.append([j, False])
            else:
                need(name == "e", "a line of the proof was expected")
            line.end()
            if name in ("e", "f"):
                need(self.closes(claim), "the claim does not close")
                while stack and stack[-1][1]:
                    self.may[stack.pop()[0]] = {0, 1}
                if not stack:
                    return
                j = stack[-1][0]
                self.may[j] = {0, 1} - self.may[j]
                stack[-1][1] = True

    def stage(self, result, ones):
        line = self.line
        name = line.word()
        costs = self.objective(name)
        value, bound, divisor = (line.number_to(2**53 - 1) for _ in range(3))
        line.end()
        need(divisor > 0 and all(a % divisor == 0 for a in costs.values()), "no divisor")
        if result == "none":
            need((name, value, bound) == ("none", 0, 1), "a stage of no set")
        else:
            need(value == sum(a for j, a in costs.items() if j in ones), "not the set's value")
            need(bound <= value, "a bound above the value")
        if bound > 0:
            self.proof(costs, (bound - 1) // divisor * divisor)
        if bound == value:
            self.put(row([(j, -a) for j, a in costs.items()], -value))
        return bound == value

    def run(self):
        self.question()
        result = self.line.word()
        need(result in ("optimum", "bound", "none"), "unknown result")
        self.line.end()
        ones = set() if result == "none" else self.set()
        self.next("stage")
        settled = True
        while settled and self.line.name == "stage":
            settled = self.stage(result, ones)
            self.next()
        need(self.line.name == "end", "line 'end' is missing")
        self.line.end()
        need(settled == (result == "optimum"), "the stages do not fit the result")
        need(next(self.lines, None) is None, "something follows the end")
        return result


def check(graph, certificate):
    """Gives None when the certificate is accepted, else why it is not."""
    checker = None
    try:
        checker = Checker(Graph(graph), lines_of(certificate))
        checker.run()
    except Refused as fault:
        line = getattr(checker, "line", None)
        return "line %d: %s" % (line.number, fault) if line else str(fault)
    return None


def main(arguments):
    if len(arguments) != 3:
        print("usage: third.py GRAPH CERTIFICATE", file=sys.stderr)
        return 2
    fault = check(*arguments[1:])
    print("REFUSED: " + fault if fault else "VERIFIED", file=sys.stderr if fault else sys.stdout)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
