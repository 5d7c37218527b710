// SPDX-License-Identifier: Apache-2.0
/*
 * XML without DTD, over libxml2's SAX interface: nothing is fetched, nothing is expanded.
 */
#include "read/build.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

struct reader {
    struct rp_build build;
    struct rp_str text;                      // of the source, cleaned
    struct rp_buf inside[RP_READ_MAX_DEPTH]; // character data of each open element
    xmlParserCtxtPtr parser;
    bool failed; // the end: what follows is not read
};

static size_t offset(const struct reader *r)
{
    long off = xmlByteConsumed(r->parser);
    if (off < 0)
        return 0;
    return (size_t)off < r->text.n ? (size_t)off : r->text.n;
}

static void fail(struct reader *r, enum rp_msg msg, size_t off, size_t to)
{
    if (r->failed)
        return;
    rp_report(r->build.d, msg, rp_build_loc(r->build.src, off, to), "%s", "");
    r->failed = true;
    xmlStopParser(r->parser);
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// An attribute as written, found from i on, before end: its value's place.  Gives the offset behind
// it.  libxml2 has accepted the tag, so that its form is known to be right.
static size_t next_attribute(const struct reader *r, size_t i, size_t end, struct rp_str *ret_name,
                             struct rp_loc *ret_at)
{
    const char *p = r->text.p;
    while (i < end && is_white(p[i]))
        i++;
    size_t name = i;
    while (i < end && p[i] != '=' && !is_white(p[i]))
        i++;
    *ret_name = (struct rp_str){p + name, i - name};
    while (i < end && p[i] != '"' && p[i] != '\'')
        i++;
    size_t value = i + 1;
    for (i = value; i < end && p[i] != p[value - 1];)
        i++;
    *ret_at = rp_build_loc(r->build.src, value < end ? value : end, i);
    return i < end ? i + 1 : end;
}

static void add_attributes(struct reader *r, size_t tag, size_t end, int n, const xmlChar **list)
{
    size_t i = tag + 1;
    while (i < end && !is_white(r->text.p[i]))
        i++;
    for (int k = 0; k < n && !r->failed; k++, list += 5) {
        struct rp_str name;
        struct rp_loc at;
        do
            i = next_attribute(r, i, end, &name, &at);
        while (rp_str_starts(name, RP_STR("xmlns")) && i < end);
        struct rp_node *node = rp_build_add(&r->build, RP_NODE_SCALAR, at);
        if (!node) {
            r->failed = true;
            xmlStopParser(r->parser);
            return;
        }
        struct rp_str value = {(const char *)list[3], (size_t)(list[4] - list[3])};
        node->key = rp_str_copy(r->build.arena, rp_str_of((const char *)list[0]));
        node->key_at =
            (struct rp_loc){r->build.src, (uint32_t)(name.p - r->text.p), (uint32_t)name.n};
        node->text = rp_str_copy(r->build.arena, value);
        node->is_attribute = true;
        node->quoted = true;
    }
}

// libxml2 calls this with its reading place just before the '>' or '/>' of the tag, in which no
// other '<' can stand.
// The parameters are libxml2's.  NOLINTNEXTLINE(readability-function-size)
static void start_element(void *context, const xmlChar *local, const xmlChar *prefix,
                          const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
                          int nattributes, int ndefaulted, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)nnamespaces, (void)namespaces, (void)ndefaulted;
    struct reader *r = context;
    if (r->failed)
        return;
    size_t end = offset(r), tag = end;
    while (tag > 0 && r->text.p[tag - (tag == r->text.n)] != '<')
        tag--;
    struct rp_node *node =
        rp_build_add(&r->build, RP_NODE_ELEMENT, rp_build_loc(r->build.src, tag, end + 1));
    if (!node || !rp_build_open(&r->build, node)) {
        r->failed = true;
        xmlStopParser(r->parser);
        return;
    }
    node->key = rp_str_copy(r->build.arena, rp_str_of((const char *)local));
    node->key_at = (struct rp_loc){r->build.src, (uint32_t)tag, 1};
    rp_buf_init(&r->inside[r->build.depth - 1], RP_READ_MAX_BYTES);
    add_attributes(r, tag, end, nattributes, attributes);
}

static void end_element(void *context, const xmlChar *local, const xmlChar *prefix,
                        const xmlChar *uri)
{
    (void)local, (void)prefix, (void)uri;
    struct reader *r = context;
    if (r->failed || r->build.depth == 0)
        return;
    struct rp_buf *inside = &r->inside[r->build.depth - 1];
    if (!rp_text_is_blank(rp_buf_str(inside)))
        rp_build_level(&r->build)->node->text = rp_str_copy(r->build.arena, rp_buf_str(inside));
    rp_buf_done(inside);
    rp_build_close(&r->build);
}

static void characters(void *context, const xmlChar *text, int n)
{
    struct reader *r = context;
    if (!r->failed && r->build.depth > 0 && n > 0)
        rp_buf_put(&r->inside[r->build.depth - 1], (struct rp_str){(const char *)text, (size_t)n});
}

static void document_type(void *context, const xmlChar *name, const xmlChar *external,
                          const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    struct reader *r = context;
    size_t at = offset(r);
    while (at > 0 && (at == r->text.n || r->text.p[at] != '<'))
        at--;
    fail(r, RP_MSG_XML_DTD, at, r->text.n);
}

// Only the first error counts: libxml2 gives nothing after a fatal one.
static void take_error(void *context, xmlErrorPtr error)
{
    struct reader *r = context;
    if (error->level != XML_ERR_FATAL && error->code != XML_WAR_UNDECLARED_ENTITY)
        return;
    size_t off = offset(r), last = r->text.n;
    while (last > 0 && is_white(r->text.p[last - 1]))
        last--;
    enum rp_msg msg = RP_MSG_XML_SYNTAX;
    if (error->code == XML_ERR_UNDECLARED_ENTITY || error->code == XML_WAR_UNDECLARED_ENTITY) {
        msg = RP_MSG_XML_ENTITY;
        while (off > 0 && (off == r->text.n || r->text.p[off] != '&'))
            off--;
    } else if (error->code == XML_ERR_TAG_NAME_MISMATCH) {
        msg = RP_MSG_XML_TAGS;
        while (off > 0 && (off == r->text.n || r->text.p[off] != '<'))
            off--;
    } else if (off >= last) {
        msg = RP_MSG_XML_ENDS;
        off = last;
    }
    size_t to = off + 1;
    while (to < r->text.n && !is_white(r->text.p[to]) && r->text.p[to] != '<')
        to++;
    fail(r, msg, off, to);
}

// Elements that were never closed are marked bad: what they would have said is not known.
static void close_all(struct reader *r)
{
    while (r->build.depth > 0) {
        rp_buf_done(&r->inside[r->build.depth - 1]);
        rp_build_level(&r->build)->node->bad = true;
        rp_build_close(&r->build);
    }
}

struct rp_node *rp_xml_read(struct rp_arena *a, const struct rp_source *src, struct rp_diags *d)
{
    static const struct rp_clean how = {RP_MSG_XML_CHARACTER, RP_MSG_XML_CHARACTER,
                                        RP_MSG_XML_CHARACTER, RP_MSG_XML_SYNTAX, false};
    struct reader r = {.text = rp_clean_text(a, src, &how, d)};
    if (!r.text.p)
        return NULL;
    if (rp_text_is_blank(r.text) || r.text.n > RP_READ_MAX_BYTES) {
        rp_report(d, r.text.n > RP_READ_MAX_BYTES ? RP_MSG_XML_LIMIT : RP_MSG_XML_EMPTY,
                  (struct rp_loc){.src = src}, "%s", "");
        return NULL;
    }
    rp_build_init(&r.build, a, src, d);
    r.build.too_deep = r.build.too_many = RP_MSG_XML_LIMIT;
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start_element,
        .endElementNs = end_element,
        .characters = characters,
        .cdataBlock = characters,
        .internalSubset = document_type,
        .serror = take_error,
    };
    r.parser = xmlNewParserCtxt();
    if (!r.parser)
        rp_out_of_memory();
    *r.parser->sax = sax;
    r.parser->userData = &r;
    // The encoding that the text claims is ignored: it was found to be UTF-8.
    xmlDocPtr none = xmlCtxtReadMemory(r.parser, r.text.p, (int)r.text.n, NULL, NULL,
                                       XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    if (r.build.root)
        r.build.root->cut = r.failed;
    close_all(&r);
    xmlFreeDoc(none);
    xmlFreeParserCtxt(r.parser);
    return r.build.root;
}
