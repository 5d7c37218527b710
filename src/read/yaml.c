// SPDX-License-Identifier: Apache-2.0
/*
 * YAML, a strict subset, over libyaml's events.
 *
 * libyaml ends at the first mistake of syntax.  Here reading starts again at the next key of the
 * outermost map, so that one run shows the mistakes of every section.
 */
#include "read/build.h"

#include <assert.h>
#include <yaml.h>

enum { MOST_RESTARTS = 50 };

struct reader {
    struct rp_build build;
    struct rp_str text;  // of the source, cleaned
    size_t start;        // where the part that libyaml reads begins
    size_t index, off;   // one place of the text, as libyaml counts (characters from start) and in
                         // bytes; moves along with the events
    uint32_t ndocuments; // that were begun
    bool cut;            // a mistake of syntax was reported
    struct rp_node
        *closed[RP_READ_MAX_DEPTH]; // since the last value: a mistake of indentation that
    uint32_t nclosed;               // comes next may have closed them too early
    size_t broken; // where a text in quotes goes on that must have ended; 0: none does
};

// Places come in the order of the text or nearly so: the cursor walks to them.
static size_t offset_of(struct reader *r, yaml_mark_t mark)
{
    size_t size;
    while (r->index < mark.index && r->off < r->text.n) {
        rp_str_decode(r->text, r->off, &size);
        r->off += size;
        r->index++;
    }
    while (r->index > mark.index) {
        assert(r->off > r->start);
        r->off--;
        while (((unsigned char)r->text.p[r->off] & 0xC0) == 0x80)
            r->off--;
        r->index--;
    }
    return r->off;
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t end_of_word(const struct reader *r, size_t off)
{
    while (off < r->text.n && !is_white(r->text.p[off]) && !strchr(",[]{}", r->text.p[off]))
        off++;
    return off;
}

// Reports an anchor and a tag before a value; gives the offset where the value itself begins.
static size_t report_properties(struct reader *r, size_t off)
{
    while (off < r->text.n && (r->text.p[off] == '&' || r->text.p[off] == '!')) {
        size_t end = end_of_word(r, off);
        enum rp_msg msg = r->text.p[off] == '&' ? RP_MSG_YAML_ANCHOR : RP_MSG_YAML_TAG;
        rp_report(r->build.d, msg, rp_build_loc(r->build.src, off, end), "%.*s", (int)(end - off),
                  r->text.p + off);
        off = end;
        while (off < r->text.n && is_white(r->text.p[off]))
            off++;
    }
    return off;
}

// The value of a scalar: the source's own bytes where they say it as it is.
static struct rp_str scalar_text(struct reader *r, const yaml_event_t *event, struct rp_loc at)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t n = event->data.scalar.length;
    const char *written = r->text.p + at.off;
    if (at.len == n && memcmp(written, value, n) == 0)
        return (struct rp_str){written, n};
    if (at.len == n + 2 && memcmp(written + 1, value, n) == 0)
        return (struct rp_str){written + 1, n};
    return rp_str_copy(r->build.arena, (struct rp_str){value, n});
}

// key "": wrong and reported, its value is read but marked bad.
static void take_key(struct reader *r, struct rp_str key, struct rp_loc at)
{
    struct rp_build_level *in = rp_build_level(&r->build);
    in->has_key = true;
    in->key = key;
    in->key_at = at;
}

// True when the key that the next value goes under was wrong.
static bool key_is_bad(struct reader *r)
{
    struct rp_build_level *in = rp_build_level(&r->build);
    return in && in->node->kind == RP_NODE_MAP && in->key.n == 0;
}

// True when a value that comes now would be a key.
static bool key_is_due(struct reader *r)
{
    struct rp_build_level *in = rp_build_level(&r->build);
    return in && in->node->kind == RP_NODE_MAP && !in->has_key;
}

// A text in quotes that goes on at the very beginning of a line has lost its closing quote: nobody
// writes so, and what follows would be swallowed up to the next quote of the file.
static bool lost_its_quote(struct reader *r, size_t off, size_t end)
{
    for (size_t i = off; i + 1 < end; i++) {
        if (r->text.p[i] != '\n' || is_white(r->text.p[i + 1]) || i + 2 >= end)
            continue;
        rp_report(r->build.d, RP_MSG_YAML_QUOTE, rp_build_loc(r->build.src, off, end), "%s", "");
        r->broken = i;
        return true;
    }
    return false;
}

static void add_scalar(struct reader *r, const yaml_event_t *event)
{
    size_t off = offset_of(r, event->start_mark);
    if (event->data.scalar.anchor || event->data.scalar.tag)
        off = report_properties(r, off);
    size_t end = offset_of(r, event->end_mark);
    struct rp_loc at = rp_build_loc(r->build.src, off, end > off ? end : off);
    struct rp_str text = scalar_text(r, event, at);
    bool quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    bool in_quotes = quoted && (r->text.p[off] == '"' || r->text.p[off] == '\'');
    if (in_quotes && r->build.depth > 0 && lost_its_quote(r, off, end))
        return;
    if (key_is_due(r)) {
        bool merge = !quoted && rp_str_eq(text, RP_STR("<<"));
        if (merge)
            rp_report(r->build.d, RP_MSG_YAML_MERGE, at, "%s", "");
        else if (text.n == 0)
            rp_report(r->build.d, RP_MSG_YAML_KEY, at, "%s", "");
        take_key(r, merge ? RP_STR("") : text, at);
        return;
    }
    struct rp_build_level *in = rp_build_level(&r->build);
    if (at.len == 0 && in && in->node->kind == RP_NODE_MAP)
        at = in->key_at;
    bool bad = key_is_bad(r);
    struct rp_node *node = rp_build_add(&r->build, RP_NODE_SCALAR, at);
    if (!node)
        return;
    node->text = text;
    node->quoted = quoted;
    node->bad = bad;
}

static void add_alias(struct reader *r, const yaml_event_t *event)
{
    size_t off = offset_of(r, event->start_mark);
    struct rp_loc at = rp_build_loc(r->build.src, off, offset_of(r, event->end_mark));
    rp_report(r->build.d, RP_MSG_YAML_ALIAS, at, "%.*s", RP_FMT(rp_loc_text(at)));
    if (key_is_due(r)) {
        take_key(r, RP_STR(""), at);
        return;
    }
    struct rp_node *node = rp_build_add(&r->build, RP_NODE_SCALAR, at);
    if (node)
        node->bad = true;
}

// The map that a restart goes on with, or a new value.
static struct rp_node *container(struct reader *r, enum rp_node_kind kind, struct rp_loc at)
{
    struct rp_node *root = r->build.root;
    if (r->build.depth == 0 && root && kind == RP_NODE_MAP && root->kind == RP_NODE_MAP)
        return root;
    bool bad = key_is_bad(r);
    struct rp_node *node = rp_build_add(&r->build, kind, at);
    if (node)
        node->bad = bad;
    return node;
}

static void open_container(struct reader *r, const yaml_event_t *event, enum rp_node_kind kind)
{
    bool list = kind == RP_NODE_LIST;
    bool has_anchor = list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor;
    bool has_tag = list ? event->data.sequence_start.tag : event->data.mapping_start.tag;
    size_t off = offset_of(r, event->start_mark);
    if (has_anchor || has_tag)
        off = report_properties(r, off);
    struct rp_loc at = rp_build_loc(r->build.src, off, r->text.n);
    bool is_key = key_is_due(r);
    if (is_key) {
        rp_report(r->build.d, RP_MSG_YAML_KEY, at, "%s", "");
        take_key(r, RP_STR(""), at);
    }
    struct rp_node *node = container(r, kind, at);
    if (node && rp_build_open(&r->build, node))
        rp_build_level(&r->build)->is_key = is_key;
    else
        r->build.stopped = true;
}

static void close_container(struct reader *r)
{
    struct rp_build_level *level = rp_build_level(&r->build);
    bool is_key = level->is_key;
    struct rp_loc at = level->node->at;
    if (r->nclosed < RP_READ_MAX_DEPTH)
        r->closed[r->nclosed++] = level->node;
    rp_build_close(&r->build);
    if (is_key)
        take_key(r, RP_STR(""), at);
}

static void begin_document(struct reader *r, const yaml_event_t *event)
{
    size_t off = offset_of(r, event->start_mark);
    const yaml_tag_directive_t *tag = event->data.document_start.tag_directives.start;
    if (tag != event->data.document_start.tag_directives.end)
        rp_report(r->build.d, RP_MSG_YAML_TAG, rp_build_loc(r->build.src, off, r->text.n), "%s",
                  "%TAG");
    r->ndocuments++;
    if (r->ndocuments == 1)
        return;
    rp_report(r->build.d, RP_MSG_YAML_DOCUMENTS, rp_build_loc(r->build.src, off, r->text.n), "%s",
              "");
    r->build.stopped = true;
}

static void take_event(struct reader *r, const yaml_event_t *event)
{
    if (event->type != YAML_SEQUENCE_END_EVENT && event->type != YAML_MAPPING_END_EVENT)
        r->nclosed = 0;
    switch (event->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    case YAML_DOCUMENT_START_EVENT:
        begin_document(r, event);
        break;
    case YAML_ALIAS_EVENT:
        add_alias(r, event);
        break;
    case YAML_SCALAR_EVENT:
        add_scalar(r, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_container(r, event, RP_NODE_LIST);
        break;
    case YAML_MAPPING_START_EVENT:
        open_container(r, event, RP_NODE_MAP);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_container(r);
        break;
    }
}

// What libyaml says, in our words.
static const struct {
    const char *problem;
    enum rp_msg msg;
    bool at_context; // the place that helps is where the construct began
} says[] = {
    {"found unexpected end of stream", RP_MSG_YAML_QUOTE, true},
    {"found unexpected document indicator", RP_MSG_YAML_QUOTE, true},
    {"did not find expected ',' or ']'", RP_MSG_YAML_BRACKET, true},
    {"did not find expected ',' or '}'", RP_MSG_YAML_BRACKET, true},
    {"did not find expected key", RP_MSG_YAML_INDENT, false},
    {"did not find expected '-' indicator", RP_MSG_YAML_INDENT, false},
    {"did not find expected <document start>", RP_MSG_YAML_INDENT, false},
    {"block sequence entries are not allowed in this context", RP_MSG_YAML_INDENT, false},
    {"could not find expected ':'", RP_MSG_YAML_COLON, true},
    {"mapping values are not allowed in this context", RP_MSG_YAML_COLON_HERE, false},
    {"found unknown escape character", RP_MSG_YAML_ESCAPE, false},
    {"did not find expected hexdecimal number", RP_MSG_YAML_ESCAPE, false},
    {"found invalid Unicode character escape code", RP_MSG_YAML_ESCAPE, false},
    {"found character that cannot start any token", RP_MSG_YAML_START, false},
    {"did not find expected alphabetic or numeric character", RP_MSG_YAML_START, true},
    {"found undefined tag handle", RP_MSG_YAML_TAG, false},
};

static bool has_tab_before(const struct reader *r, size_t off)
{
    const char *p = r->build.src->text.p;
    bool tab = false;
    for (; off > 0 && p[off - 1] != '\n'; off--)
        tab = tab || p[off - 1] == '\t';
    return tab;
}

// Reports libyaml's error; gives the offset after which reading may start again.
static size_t report_error(struct reader *r, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR)
        rp_out_of_memory();
    enum rp_msg msg = RP_MSG_YAML_SYNTAX;
    bool at_context = false;
    for (size_t i = 0; i < sizeof(says) / sizeof(says[0]); i++) {
        if (parser->problem && strcmp(parser->problem, says[i].problem) == 0) {
            msg = says[i].msg;
            at_context = says[i].at_context && parser->context;
            break;
        }
    }
    size_t off = offset_of(r, at_context ? parser->context_mark : parser->problem_mark);
    // At the end of the line or of the text there is nothing to point at.
    size_t end = off;
    while (end < r->text.n && !is_white(r->text.p[end]))
        end++;
    // A tab in the indentation was reported, and read as one space.
    if (msg != RP_MSG_YAML_INDENT || !has_tab_before(r, off))
        rp_report(r->build.d, msg, rp_build_loc(r->build.src, off, end), "%s", "");
    return off;
}

// The beginning of the next line after off that looks like a key of the outermost map.
static size_t next_key(const struct reader *r, size_t off)
{
    const char *p = r->text.p;
    for (size_t i = off; i < r->text.n; i++) {
        if (p[i] != '\n' || i + 1 == r->text.n)
            continue;
        unsigned char first = (unsigned char)p[i + 1];
        bool word = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
        if (!word)
            continue;
        size_t end = end_of_word(r, i + 1);
        if (p[end - 1] == ':')
            return i + 1;
    }
    return r->text.n;
}

// Reads from r->start on.  Gives where to start again, the end of the text when all is read.
static size_t read_part(struct reader *r)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        rp_out_of_memory();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)r->text.p + r->start,
                                 r->text.n - r->start);
    r->index = 0;
    r->off = r->start;
    r->broken = 0;
    r->nclosed = 0;
    size_t again = r->text.n; // the end of the text also after a limit
    for (bool more = true; more && !r->build.stopped;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            r->cut = true;
            for (uint32_t i = 0; i < r->nclosed; i++)
                r->closed[i]->cut = true;
            again = next_key(r, report_error(r, &parser));
            break;
        }
        take_event(r, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        if (r->broken) {
            r->cut = true;
            again = next_key(r, r->broken);
            more = false;
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return again;
}

// After a mistake: a key whose value was lost is there all the same.
static void close_all(struct reader *r)
{
    for (struct rp_build_level *in; (in = rp_build_level(&r->build));) {
        struct rp_node *lost =
            in->has_key ? rp_build_add(&r->build, RP_NODE_SCALAR, in->key_at) : NULL;
        if (lost)
            lost->bad = true;
        in->node->cut = in->node->cut || r->cut || r->build.stopped;
        rp_build_close(&r->build);
    }
}

struct rp_node *rp_yaml_read(struct rp_arena *a, const struct rp_source *src, struct rp_diags *d)
{
    static const struct rp_clean how = {RP_MSG_NOT_UTF8, RP_MSG_CONTROL_CHARACTER,
                                        RP_MSG_BIDI_CHARACTER, RP_MSG_NOT_TEXT, true};
    struct reader r = {.text = rp_clean_text(a, src, &how, d)};
    if (!r.text.p)
        return NULL;
    uint32_t errors = d->errors;
    rp_build_init(&r.build, a, src, d);
    r.start = rp_text_bom(r.text);
    for (unsigned restarts = 0; r.start < r.text.n && restarts < MOST_RESTARTS; restarts++) {
        size_t again = read_part(&r);
        close_all(&r);
        assert(again > r.start);
        r.start = again;
        r.ndocuments = 0;
    }
    if (!r.build.root && d->errors == errors)
        rp_report(d, RP_MSG_FILE_EMPTY, (struct rp_loc){.src = src}, "%s", "");
    if (r.build.root)
        r.build.root->cut = r.build.root->cut || r.cut || r.build.stopped;
    return r.build.root;
}
