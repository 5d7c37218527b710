// SPDX-License-Identifier: Apache-2.0
/*
 * Text form of an attack graph -> the graph.
 *
 * One record per line, its first word says which; a record may name only what stands above it, so
 * one pass is enough and a million steps need no tree.  rempart-graph(5) is the definition.
 */
#include "attack/graph_text.h"

const struct rp_str rp_graph_state_word[4] = {
    {"free", 4}, {"existing", 8}, {"planned", 7}, {"refused", 7}};
const struct rp_str rp_graph_constraint_word[3] = {{"needs", 5}, {"answers", 7}, {"excludes", 8}};

struct scan {
    const struct rp_source *src;
    struct rp_diags *d;
    struct rp_graph_builder b;
    const char *p, *end;            // what is left of the line
    bool facts_given, facts_missed; // facts_missed: reported as missing already
    bool ended, followed;           // followed: by a line that was reported; no more is read
};

static struct rp_loc place(const struct scan *s, struct rp_str token)
{
    return (struct rp_loc){s->src, (uint32_t)(token.p - s->src->text.p), (uint32_t)token.n};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void skip_blanks(struct scan *s)
{
    while (s->p < s->end && is_blank(*s->p))
        s->p++;
}

// The next word of the line; empty at its end.
static struct rp_str next_word(struct scan *s)
{
    skip_blanks(s);
    const char *start = s->p;
    while (s->p < s->end && !is_blank(*s->p))
        s->p++;
    return (struct rp_str){start, (size_t)(s->p - start)};
}

// The rest of the line, which is a name; empty when there is none.
static struct rp_str rest(struct scan *s)
{
    skip_blanks(s);
    struct rp_str name = {s->p, (size_t)(s->end - s->p)};
    while (name.n && is_blank(name.p[name.n - 1]))
        name.n--;
    s->p = s->end;
    if (!rp_graph_name_is_good(name))
        rp_report(s->d, RP_MSG_GRAPH_NAME, place(s, name), "%s", "");
    return name;
}

static bool complain(struct scan *s, enum rp_msg msg, struct rp_str token)
{
    rp_report(s->d, msg, place(s, token), "%.*s", RP_FMT(token));
    return false;
}

// A number of the text up to max; msg says what it is when it is larger.
static bool parse(struct scan *s, struct rp_str digits, uint32_t max, enum rp_msg msg,
                  uint32_t *ret)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return complain(s, RP_MSG_GRAPH_NUMBER, digits);
        value = value * 10 + (uint64_t)(digits.p[i] - '0');
        if (value > UINT32_MAX)
            return complain(s, msg, digits);
    }
    if (digits.n == 0)
        return complain(s, RP_MSG_GRAPH_NUMBER, digits);
    if (value > max)
        return complain(s, msg, digits);
    *ret = (uint32_t)value;
    return true;
}

static bool number(struct scan *s, uint32_t max, enum rp_msg msg, uint32_t *ret)
{
    return parse(s, next_word(s), max, msg, ret);
}

static bool between(struct scan *s, uint32_t min, uint32_t max, enum rp_msg msg, uint32_t *ret)
{
    struct rp_str word = next_word(s);
    uint32_t value;
    if (!parse(s, word, max, msg, &value))
        return false;
    if (value < min)
        return complain(s, msg, word);
    *ret = value;
    return true;
}

// The number of something of which n exist.
static bool one_of(struct scan *s, struct rp_str digits, uint32_t n, enum rp_msg msg, uint32_t *ret)
{
    uint32_t value;
    if (!parse(s, digits, UINT32_MAX, msg, &value))
        return false;
    if (value >= n)
        return complain(s, msg, digits);
    *ret = value;
    return true;
}

static bool fact(struct scan *s, struct rp_str digits, uint32_t *ret)
{
    return one_of(s, digits, s->b.graph->nfacts, RP_MSG_GRAPH_NO_FACT, ret);
}

static bool control(struct scan *s, struct rp_str digits, uint32_t *ret)
{
    return one_of(s, digits, s->b.graph->ncontrols, RP_MSG_GRAPH_NO_CONTROL, ret);
}

static bool cost(struct scan *s, struct rp_cost *ret)
{
    uint32_t plain, malfunction, effort;
    if (!number(s, RP_GRAPH_MAX_COST, RP_MSG_GRAPH_COST, &plain) ||
        !number(s, RP_GRAPH_MAX_COST, RP_MSG_GRAPH_COST, &malfunction) ||
        !number(s, RP_GRAPH_MAX_COST, RP_MSG_GRAPH_COST, &effort))
        return false;
    *ret = (struct rp_cost){.plain = plain, .malfunction = malfunction, .effort = effort};
    return true;
}

// facts COUNT
static bool read_facts(struct scan *s)
{
    struct rp_str word = next_word(s);
    uint32_t n;
    if (!parse(s, word, RP_GRAPH_MAX, RP_MSG_GRAPH_TOO_LARGE, &n))
        return false;
    if (!rp_graph_facts_fit(n, s->src->text.n))
        return complain(s, RP_MSG_GRAPH_TOO_LARGE, word);
    if (s->facts_given)
        return complain(s, RP_MSG_GRAPH_FACTS_TWICE, word);
    s->facts_given = true;
    rp_graph_add_facts(&s->b, n);
    return true;
}

// fact NUMBER NAME
static bool read_fact(struct scan *s)
{
    uint32_t f;
    if (!fact(s, next_word(s), &f))
        return false;
    rp_graph_name_fact(&s->b, f, rest(s));
    return true;
}

// kind PLAIN MALFUNCTION EFFORT NAME
static bool read_kind(struct scan *s)
{
    struct rp_graph_kind kind;
    if (!cost(s, &kind.cost))
        return false;
    kind.name = rest(s);
    rp_graph_add_kind(&s->b, &kind);
    return true;
}

static bool state(struct scan *s, enum rp_graph_state *ret)
{
    struct rp_str word = next_word(s);
    for (size_t i = 0; i < 4; i++)
        if (rp_str_eq(word, rp_graph_state_word[i])) {
            *ret = (enum rp_graph_state)i;
            return true;
        }
    struct rp_diag *diag =
        rp_report(s->d, RP_MSG_GRAPH_STATE, place(s, word), "%.*s", RP_FMT(word));
    size_t near = rp_str_nearest(word, rp_graph_state_word, 4);
    if (near < 4)
        rp_report_meant(diag, rp_graph_state_word[near], (struct rp_loc){0});
    return false;
}

// control KIND STATE PLAIN MALFUNCTION EFFORT NAME
static bool read_control(struct scan *s)
{
    struct rp_graph_control c;
    if (!one_of(s, next_word(s), s->b.graph->nkinds, RP_MSG_GRAPH_NO_KIND, &c.kind) ||
        !state(s, &c.state) || !cost(s, &c.cost))
        return false;
    c.name = rest(s);
    rp_graph_add_control(&s->b, &c);
    return true;
}

// !CONTROL or !CONTROL/EFFECT
static bool read_blocker(struct scan *s, struct rp_str word)
{
    const char *slash = memchr(word.p, '/', word.n);
    size_t n = slash ? (size_t)(slash - word.p) : word.n;
    uint32_t c, effect = 0;
    if (!control(s, (struct rp_str){word.p + 1, n - 1}, &c))
        return false;
    if (slash &&
        !parse(s, (struct rp_str){slash + 1, word.n - n - 1}, 3, RP_MSG_GRAPH_LEVEL, &effect))
        return false;
    rp_graph_step_stopped_by(&s->b, c, effect);
    return true;
}

// step LEVEL HEAD [FACT] [!CONTROL[/EFFECT]] [+CONTROL] ...
static bool read_step(struct scan *s)
{
    uint32_t level, head, f;
    if (!between(s, 1, 4, RP_MSG_GRAPH_LEVEL, &level) || !fact(s, next_word(s), &head))
        return false;
    rp_graph_add_step(&s->b, level, head);
    for (struct rp_str word; (word = next_word(s)).n;) {
        if (word.p[0] == '!') {
            if (!read_blocker(s, word))
                return false;
        } else if (word.p[0] == '+') {
            if (!control(s, (struct rp_str){word.p + 1, word.n - 1}, &f))
                return false;
            rp_graph_step_added_by(&s->b, f);
        } else {
            if (!fact(s, word, &f))
                return false;
            rp_graph_step_needs(&s->b, f);
        }
    }
    return true;
}

// entry FACT [SOURCE]
static bool read_entry(struct scan *s)
{
    uint32_t f, source = RP_GRAPH_NONE;
    if (!fact(s, next_word(s), &f))
        return false;
    struct rp_str word = next_word(s);
    if (word.n && !parse(s, word, RP_GRAPH_NONE - 1, RP_MSG_GRAPH_NUMBER, &source))
        return false;
    rp_graph_add_entry(&s->b, f, source);
    return true;
}

// goal FACT ACCEPTABLE SEVERITY NAME
static bool read_goal(struct scan *s)
{
    uint32_t acceptable, severity;
    struct rp_graph_goal goal;
    if (!fact(s, next_word(s), &goal.fact) || !number(s, 4, RP_MSG_GRAPH_LEVEL, &acceptable) ||
        !between(s, 1, 5, RP_MSG_GRAPH_SEVERITY, &severity))
        return false;
    goal.acceptable = (uint8_t)acceptable;
    goal.severity = (uint8_t)severity;
    goal.name = rest(s);
    rp_graph_add_goal(&s->b, &goal);
    return true;
}

static bool read_constraint(struct scan *s, enum rp_constraint_type type)
{
    uint32_t from, other;
    if (!control(s, next_word(s), &from))
        return false;
    rp_graph_add_constraint(&s->b, type, from);
    struct rp_str word = next_word(s);
    if (word.n == 0)
        return complain(s, RP_MSG_GRAPH_NUMBER, word);
    for (; word.n; word = next_word(s)) {
        if (!control(s, word, &other))
            return false;
        if (other == from)
            return complain(s, RP_MSG_GRAPH_SELF, word);
        rp_graph_constraint_any(&s->b, other);
    }
    return true;
}

static bool read_needs(struct scan *s)
{
    return read_constraint(s, RP_NEEDS_ONE);
}

static bool read_answers(struct scan *s)
{
    return read_constraint(s, RP_ANSWERED_BY);
}

static bool read_excludes(struct scan *s)
{
    return read_constraint(s, RP_EXCLUDES_ALL);
}

// end: what shows that no line was lost
static bool read_end(struct scan *s)
{
    s->ended = true;
    return true;
}

static const struct {
    struct rp_str word;
    bool (*read)(struct scan *s);
} record[] = {
    {{"step", 4}, read_step},   {{"fact", 4}, read_fact},       {{"control", 7}, read_control},
    {{"entry", 5}, read_entry}, {{"goal", 4}, read_goal},       {{"kind", 4}, read_kind},
    {{"needs", 5}, read_needs}, {{"answers", 7}, read_answers}, {{"excludes", 8}, read_excludes},
    {{"facts", 5}, read_facts}, {{"end", 3}, read_end},
};
enum { RECORDS = sizeof(record) / sizeof(record[0]) };

static void unknown_record(struct scan *s, struct rp_str word)
{
    struct rp_str words[RECORDS];
    for (size_t i = 0; i < RECORDS; i++)
        words[i] = record[i].word;
    struct rp_diag *diag =
        rp_report(s->d, RP_MSG_GRAPH_RECORD, place(s, word), "%.*s", RP_FMT(word));
    size_t near = rp_str_nearest(word, words, RECORDS);
    if (near < RECORDS)
        rp_report_meant(diag, words[near], (struct rp_loc){0});
}

static void read_line(struct scan *s)
{
    struct rp_str word = next_word(s);
    if (word.n == 0 || word.p[0] == '#')
        return;
    if (s->ended) {
        complain(s, RP_MSG_GRAPH_AFTER_END, word);
        s->followed = true;
        return;
    }
    size_t i = 0;
    while (i < RECORDS && !rp_str_eq(record[i].word, word))
        i++;
    if (i == RECORDS) {
        unknown_record(s, word);
        return;
    }
    bool needs_facts = record[i].read != read_facts && record[i].read != read_end;
    if (needs_facts && !s->facts_given && !s->facts_missed) {
        complain(s, RP_MSG_GRAPH_FACTS_FIRST, word);
        s->facts_missed = true;
    }
    if (record[i].read(s) && (word = next_word(s)).n)
        complain(s, RP_MSG_GRAPH_EXCESS, word);
}

// What only the whole text tells.
static void check_whole(struct scan *s)
{
    struct rp_loc first = {s->src, 0, 0}, end = {s->src, (uint32_t)s->src->text.n, 0};
    if (s->src->text.n == 0) {
        rp_report(s->d, RP_MSG_GRAPH_HEADER, first, "%s", "");
        return;
    }
    if (!s->facts_given && !s->facts_missed)
        rp_report(s->d, RP_MSG_GRAPH_FACTS_FIRST, first, "%s", "");
    if (!s->ended)
        rp_report(s->d, RP_MSG_GRAPH_INCOMPLETE, end, "%s", "");
    rp_graph_check_names(s->b.arena, s->b.graph, first, s->d);
}

// The first line: the word and the number of the format.
static bool read_header(struct scan *s)
{
    struct rp_str word = next_word(s);
    if (!rp_str_eq(word, RP_STR("rempart-graph")))
        return complain(s, RP_MSG_GRAPH_HEADER, (struct rp_str){s->src->text.p, 0});
    word = next_word(s);
    if (!rp_str_eq(word, RP_STR("1")))
        return complain(s, RP_MSG_GRAPH_VERSION, word);
    // A version that we know: what follows is a mistake, and the lines after it can be read.
    if ((word = next_word(s)).n)
        complain(s, RP_MSG_GRAPH_EXCESS, word);
    return true;
}

const struct rp_graph *rp_graph_read_text(struct rp_arena *a, const struct rp_source *src,
                                          struct rp_diags *d)
{
    struct scan s = {.src = src, .d = d};
    uint32_t errors = d->errors;
    rp_graph_builder_init(&s.b, a);
    const char *p = src->text.p, *end = p + src->text.n;
    for (bool header = true; p < end && !s.followed; header = false) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        s.p = p;
        s.end = newline ? newline : end;
        if (!header)
            read_line(&s);
        else if (!read_header(&s))
            return NULL;
        p = newline ? newline + 1 : end;
    }
    check_whole(&s);
    return d->errors > errors ? NULL : rp_graph_builder_done(&s.b);
}
