// SPDX-License-Identifier: Apache-2.0
/*
 * JSON form of an attack graph -> the graph.
 *
 * The tree of src/read is walked list by list, in the order in which later ones name earlier ones;
 * the order of the keys in the file has no meaning.  rempart-graph(5) is the definition.
 */
#include "attack/graph_text.h"
#include "read/tree.h"

struct json {
    struct rp_diags *d;
    struct rp_graph_builder b;
};

static void complain(struct json *j, enum rp_msg msg, const struct rp_node *node)
{
    rp_report(j->d, msg, node->at, "%.*s", RP_FMT(node->text));
}

static bool number(struct json *j, const struct rp_node *node, uint32_t max, enum rp_msg msg,
                   uint32_t *ret)
{
    uint64_t value = 0;
    bool digits = node->kind == RP_NODE_SCALAR && !node->quoted && node->text.n > 0;
    for (size_t i = 0; digits && i < node->text.n && value <= max; i++) {
        digits = node->text.p[i] >= '0' && node->text.p[i] <= '9';
        value = value * 10 + (uint64_t)(node->text.p[i] - '0');
    }
    if (!digits || value > max) {
        complain(j, digits ? msg : RP_MSG_GRAPH_NUMBER, node);
        return false;
    }
    *ret = (uint32_t)value;
    return true;
}

// A number of which n exist.
static bool one_of(struct json *j, const struct rp_node *node, uint32_t n, enum rp_msg msg,
                   uint32_t *ret)
{
    uint32_t value;
    if (!number(j, node, UINT32_MAX, msg, &value))
        return false;
    if (value >= n) {
        complain(j, msg, node);
        return false;
    }
    *ret = value;
    return true;
}

static bool fact(struct json *j, const struct rp_node *node, uint32_t *ret)
{
    return one_of(j, node, j->b.graph->nfacts, RP_MSG_GRAPH_NO_FACT, ret);
}

static bool control(struct json *j, const struct rp_node *node, uint32_t *ret)
{
    return one_of(j, node, j->b.graph->ncontrols, RP_MSG_GRAPH_NO_CONTROL, ret);
}

static bool is_list(struct json *j, const struct rp_node *node)
{
    if (node->kind == RP_NODE_LIST)
        return true;
    complain(j, RP_MSG_GRAPH_LIST, node);
    return false;
}

// A child that must be there; NULL after reporting.
static const struct rp_node *need(struct json *j, const struct rp_node *node, const char *key)
{
    const struct rp_node *child = rp_node_get(node, key);
    if (!child)
        rp_report(j->d, RP_MSG_GRAPH_KEY_MISSING, node->at, "%s", key);
    return child;
}

// Whether this is an object; other keys than those are reported.  words end with a NULL.
static bool is_object(struct json *j, const struct rp_node *node, const char *const *words)
{
    struct rp_str known[16];
    size_t n = 0;
    if (node->kind != RP_NODE_MAP) {
        complain(j, RP_MSG_GRAPH_OBJECT, node);
        return false;
    }
    for (; words[n]; n++)
        known[n] = rp_str_of(words[n]);
    for (const struct rp_node *child = node->first; child; child = child->next) {
        size_t i = 0;
        while (i < n && !rp_str_eq(known[i], child->key))
            i++;
        if (i < n)
            continue;
        struct rp_diag *diag =
            rp_report(j->d, RP_MSG_GRAPH_KEY_UNKNOWN, child->key_at, "%.*s", RP_FMT(child->key));
        size_t near = rp_str_nearest(child->key, known, n);
        if (near < n)
            rp_report_meant(diag, known[near], (struct rp_loc){0});
    }
    return true;
}

static struct rp_str name_of(struct json *j, const struct rp_node *node)
{
    if (node->kind != RP_NODE_SCALAR || !node->quoted || !rp_graph_name_is_good(node->text))
        rp_report(j->d, RP_MSG_GRAPH_NAME, node->at, "%s", "");
    return node->text;
}

// The name of a thing, empty when it has none.
static struct rp_str name(struct json *j, const struct rp_node *node)
{
    const struct rp_node *child = rp_node_get(node, "name");
    return child ? name_of(j, child) : RP_STR("");
}

static bool one_cost(struct json *j, const struct rp_node *node, const char *key, uint32_t *ret)
{
    const struct rp_node *child = rp_node_get(node, key);
    *ret = 0;
    return !child || number(j, child, RP_GRAPH_MAX_COST, RP_MSG_GRAPH_COST, ret);
}

static bool cost(struct json *j, const struct rp_node *node, struct rp_cost *ret)
{
    uint32_t plain, malfunction, effort;
    if (!one_cost(j, node, "plain", &plain) || !one_cost(j, node, "malfunction", &malfunction) ||
        !one_cost(j, node, "effort", &effort))
        return false;
    *ret = (struct rp_cost){.plain = plain, .malfunction = malfunction, .effort = effort};
    return true;
}

static void read_facts(struct json *j, const struct rp_node *list)
{
    uint32_t n;
    if (list->kind == RP_NODE_LIST) {
        rp_graph_add_facts(&j->b, list->n);
        uint32_t i = 0;
        for (const struct rp_node *f = list->first; f; f = f->next, i++)
            rp_graph_name_fact(&j->b, i, name_of(j, f));
        return;
    }
    if (!number(j, list, RP_GRAPH_MAX, RP_MSG_GRAPH_TOO_LARGE, &n))
        return;
    if (!rp_graph_facts_fit(n, list->at.src->text.n))
        complain(j, RP_MSG_GRAPH_TOO_LARGE, list);
    else
        rp_graph_add_facts(&j->b, n);
}

static void read_kind(struct json *j, const struct rp_node *node)
{
    static const char *const keys[] = {"name", "plain", "malfunction", "effort", NULL};
    struct rp_graph_kind kind;
    if (!is_object(j, node, keys) || !cost(j, node, &kind.cost))
        return;
    kind.name = name(j, node);
    rp_graph_add_kind(&j->b, &kind);
}

// The word of a node among n; n (reported) when it is none of them.
static uint32_t word(struct json *j, const struct rp_node *node, const struct rp_str *words,
                     uint32_t n, enum rp_msg msg)
{
    uint32_t i = 0;
    while (i < n && (node->kind != RP_NODE_SCALAR || !rp_str_eq(node->text, words[i])))
        i++;
    if (i == n)
        complain(j, msg, node);
    return i;
}

static void read_control(struct json *j, const struct rp_node *node)
{
    static const char *const keys[] = {"name",        "kind",   "state", "plain",
                                       "malfunction", "effort", "at",    NULL};
    struct rp_graph_control c = {.state = RP_GRAPH_FREE};
    const struct rp_node *kind, *state = rp_node_get(node, "state");
    if (!is_object(j, node, keys) || !(kind = need(j, node, "kind")) ||
        !one_of(j, kind, j->b.graph->nkinds, RP_MSG_GRAPH_NO_KIND, &c.kind) ||
        !cost(j, node, &c.cost))
        return;
    if (state) {
        uint32_t i = word(j, state, rp_graph_state_word, 4, RP_MSG_GRAPH_STATE);
        if (i == 4)
            return;
        c.state = (enum rp_graph_state)i;
    }
    c.name = name(j, node);
    rp_graph_add_control(&j->b, &c);
}

static void read_blockers(struct json *j, const struct rp_node *list)
{
    uint32_t c, effect;
    for (const struct rp_node *pair = list->first; pair; pair = pair->next) {
        if (pair->kind != RP_NODE_LIST || pair->n != 2) {
            complain(j, RP_MSG_GRAPH_PAIR, pair);
            continue;
        }
        if (control(j, pair->first, &c) && number(j, pair->last, 3, RP_MSG_GRAPH_LEVEL, &effect))
            rp_graph_step_stopped_by(&j->b, c, effect);
    }
}

static void read_step(struct json *j, const struct rp_node *node)
{
    static const char *const keys[] = {"level", "head",      "body", "blockers",
                                       "adds",  "technique", "rule", NULL};
    uint32_t level, head, i;
    const struct rp_node *level_node, *head_node;
    if (!is_object(j, node, keys) || !(level_node = need(j, node, "level")) ||
        !(head_node = need(j, node, "head")) ||
        !number(j, level_node, 4, RP_MSG_GRAPH_LEVEL, &level) || !fact(j, head_node, &head))
        return;
    if (level == 0) {
        complain(j, RP_MSG_GRAPH_LEVEL, level_node);
        return;
    }
    rp_graph_add_step(&j->b, level, head);
    const struct rp_node *body = rp_node_get(node, "body");
    const struct rp_node *blockers = rp_node_get(node, "blockers");
    const struct rp_node *adds = rp_node_get(node, "adds");
    if (body && is_list(j, body))
        for (const struct rp_node *f = body->first; f; f = f->next)
            if (fact(j, f, &i))
                rp_graph_step_needs(&j->b, i);
    if (blockers && is_list(j, blockers))
        read_blockers(j, blockers);
    if (adds && is_list(j, adds))
        for (const struct rp_node *c = adds->first; c; c = c->next)
            if (control(j, c, &i))
                rp_graph_step_added_by(&j->b, i);
}

static void read_entry(struct json *j, const struct rp_node *node)
{
    static const char *const keys[] = {"fact", "source", NULL};
    uint32_t f, source = RP_GRAPH_NONE;
    const struct rp_node *fact_node, *from = rp_node_get(node, "source");
    if (!is_object(j, node, keys) || !(fact_node = need(j, node, "fact")) ||
        !fact(j, fact_node, &f))
        return;
    if (!from || number(j, from, RP_GRAPH_NONE - 1, RP_MSG_GRAPH_NUMBER, &source))
        rp_graph_add_entry(&j->b, f, source);
}

static void read_goal(struct json *j, const struct rp_node *node)
{
    static const char *const keys[] = {"name", "fact", "acceptable", "severity", NULL};
    struct rp_graph_goal goal;
    uint32_t acceptable, severity;
    const struct rp_node *f, *a, *s;
    if (!is_object(j, node, keys) || !(f = need(j, node, "fact")) ||
        !(a = need(j, node, "acceptable")) || !(s = need(j, node, "severity")) ||
        !fact(j, f, &goal.fact) || !number(j, a, 4, RP_MSG_GRAPH_LEVEL, &acceptable) ||
        !number(j, s, 5, RP_MSG_GRAPH_SEVERITY, &severity))
        return;
    if (severity == 0) {
        complain(j, RP_MSG_GRAPH_SEVERITY, s);
        return;
    }
    goal.acceptable = (uint8_t)acceptable;
    goal.severity = (uint8_t)severity;
    goal.name = name(j, node);
    rp_graph_add_goal(&j->b, &goal);
}

static void read_constraint(struct json *j, const struct rp_node *node)
{
    static const char *const keys[] = {"type", "control", "any", NULL};
    const struct rp_node *type, *from, *any;
    uint32_t c, other;
    if (!is_object(j, node, keys) || !(type = need(j, node, "type")) ||
        !(from = need(j, node, "control")) || !(any = need(j, node, "any")) ||
        !control(j, from, &c) || !is_list(j, any))
        return;
    uint32_t i = word(j, type, rp_graph_constraint_word, 3, RP_MSG_GRAPH_CONSTRAINT);
    if (i == 3)
        return;
    if (any->n == 0)
        complain(j, RP_MSG_GRAPH_LIST, any);
    rp_graph_add_constraint(&j->b, (enum rp_constraint_type)i, c);
    for (const struct rp_node *o = any->first; o; o = o->next) {
        if (!control(j, o, &other))
            continue;
        if (other == c)
            complain(j, RP_MSG_GRAPH_SELF, o);
        else
            rp_graph_constraint_any(&j->b, other);
    }
}

static void read_list(struct json *j, const struct rp_node *root, const char *key,
                      void (*read)(struct json *j, const struct rp_node *node))
{
    const struct rp_node *list = rp_node_get(root, key);
    if (!list || !is_list(j, list))
        return;
    for (const struct rp_node *node = list->first; node; node = node->next)
        read(j, node);
}

// Which format and which version of it.
static void check_format(struct json *j, const struct rp_node *root)
{
    const struct rp_node *format = rp_node_get(root, "format");
    const struct rp_node *version = rp_node_get(root, "schemaVersion");
    if (!format || !rp_str_eq(format->text, RP_STR("rempart-graph")))
        rp_report(j->d, RP_MSG_GRAPH_HEADER, format ? format->at : root->at, "%s", "");
    if (!version || !rp_str_eq(version->text, RP_STR("1")))
        rp_report(j->d, RP_MSG_GRAPH_VERSION, version ? version->at : root->at, "%s", "");
}

const struct rp_graph *rp_graph_read_json(struct rp_arena *a, const struct rp_source *src,
                                          struct rp_diags *d)
{
    static const char *const keys[] = {"format",      "schemaVersion", "facts",   "kinds",
                                       "controls",    "steps",         "entries", "goals",
                                       "constraints", "factPlaces",    NULL};
    struct json j = {.d = d};
    uint32_t errors = d->errors;
    const struct rp_node *root = rp_json_read(a, src, d), *facts;
    if (!root)
        return NULL;
    rp_graph_builder_init(&j.b, a);
    if (is_object(&j, root, keys)) {
        check_format(&j, root);
        if ((facts = need(&j, root, "facts")))
            read_facts(&j, facts);
        read_list(&j, root, "kinds", read_kind);
        read_list(&j, root, "controls", read_control);
        read_list(&j, root, "steps", read_step);
        read_list(&j, root, "entries", read_entry);
        read_list(&j, root, "goals", read_goal);
        read_list(&j, root, "constraints", read_constraint);
    }
    rp_graph_check_names(a, j.b.graph, (struct rp_loc){src, 0, 0}, d);
    return d->errors > errors ? NULL : rp_graph_builder_done(&j.b);
}
