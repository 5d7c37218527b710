// SPDX-License-Identifier: Apache-2.0
/*
 * A graph in Graphviz's language -> SVG, by libgvc.  The only file that knows Graphviz.
 *
 * Graphviz's own plugins for layout and SVG are linked and given by hand instead of being searched
 * for: the search takes 50 ms and brings in a text layout that measures installed fonts, so that
 * the same graph would be drawn differently on another machine.  Without it Graphviz estimates from
 * the metrics of Arial, which the fonts of our style sheet share.
 */
#include "base/names.h"
#include "doc/doc.h"

#include <graphviz/gvc.h>
#include <stdlib.h>
#include <string.h>

extern gvplugin_library_t gvplugin_core_LTX_library;
extern gvplugin_library_t gvplugin_dot_layout_LTX_library;

// Appends the drawing without its first lines, comments, titles and ids: they hold the version of
// Graphviz and names that would clash when several drawings stand in one file.
static void clean(struct rp_str svg, struct rp_buf *out)
{
    static const struct {
        const char *begin, *end;
    } drop[] = {{"<!--", "-->\n"}, {"<title>", "</title>\n"}, {" id=\"", "\""}};
    const char *at = strstr(svg.p, "<svg");
    while (at && *at) {
        size_t k = 0;
        while (k < 3 && strncmp(at, drop[k].begin, strlen(drop[k].begin)) != 0)
            k++;
        if (k == 3) {
            rp_buf_putc(out, *at++);
            continue;
        }
        const char *end = strstr(at + strlen(drop[k].begin), drop[k].end);
        at = end ? end + strlen(drop[k].end) : NULL;
    }
}

// Names of graphs, nodes and subgraphs -> numbers in order of first appearance.  Graphviz's own
// numbers are addresses of the names, and it draws clusters in the order of their numbers: the same
// graph would be drawn differently the next time.
struct disc {
    Agdisc_t base; // first, so that Graphviz hands it back
    struct rp_names names;
    struct rp_arena *arena;
    IDTYPE anonymous;   // odd; names have even numbers
    struct rp_str rest; // of the text, not yet read
};

static void *ids_open(Agraph_t *graph, Agdisc_t *disc)
{
    (void)graph;
    return disc;
}

static long ids_map(void *state, int type, char *name, IDTYPE *id, int create)
{
    struct disc *disc = state;
    (void)type;
    if (!name) {
        *id = disc->anonymous;
        disc->anonymous += 2;
        return create;
    }
    uint32_t number = create
                          ? rp_names_intern(&disc->names, rp_str_copy(disc->arena, rp_str_of(name)))
                          : rp_names_find(&disc->names, rp_str_of(name));
    *id = 2 * (IDTYPE)number;
    return number != 0;
}

static long ids_alloc(void *state, int type, IDTYPE id)
{
    (void)state, (void)type, (void)id;
    return 0; // numbers of the caller's choice are not handed out
}

static void ids_free(void *state, int type, IDTYPE id)
{
    (void)state, (void)type, (void)id;
}

// The name of a number.  Graphviz wants a pointer that it may keep and does not write to.
static char *ids_print(void *state, int type, IDTYPE id)
{
    struct disc *disc = state;
    (void)type;
    if (id % 2 || !id)
        return NULL;
    union {
        const char *in;
        char *out;
    } name = {rp_names_str(&disc->names, (uint32_t)(id / 2)).p};
    return name.out;
}

static void ids_close(void *state)
{
    (void)state;
}

static void ids_register(void *state, int type, void *object)
{
    (void)state, (void)type, (void)object;
}

static int text_read(void *channel, char *buf, int size)
{
    struct disc *disc = channel;
    size_t n = disc->rest.n < (size_t)size ? disc->rest.n : (size_t)size;
    memcpy(buf, disc->rest.p, n);
    disc->rest.p += n;
    disc->rest.n -= n;
    return (int)n;
}

static int text_put(void *channel, const char *text)
{
    (void)channel, (void)text;
    return -1; // only read
}

static int text_flush(void *channel)
{
    (void)channel;
    return 0;
}

static bool render(GVC_t *gvc, Agraph_t *graph, struct rp_buf *out)
{
    char *svg = NULL;
    unsigned n = 0;
    if (gvLayout(gvc, graph, "dot") != 0)
        return false;
    // on failure Graphviz leaves both results undefined: only the status counts
    bool drawn = gvRenderData(gvc, graph, "svg", &svg, &n) == 0;
    if (drawn) {
        clean((struct rp_str){svg, n}, out);
        gvFreeRenderData(svg);
    }
    gvFreeLayout(gvc, graph);
    return drawn;
}

enum rp_status rp_doc_draw(struct rp_arena *a, struct rp_str dot, struct rp_str *ret_svg)
{
    const lt_symlist_t plugins[] = {
        {"gvplugin_core_LTX_library", &gvplugin_core_LTX_library},
        {"gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library},
        {NULL, NULL},
    };
    agseterr(AGMAX); // a library of ours prints nothing
    Agiddisc_t ids = {ids_open, ids_map, ids_alloc, ids_free, ids_print, ids_close, ids_register};
    Agiodisc_t io = {text_read, text_put, text_flush};
    struct disc disc = {.base = {&AgMemDisc, &ids, &io}, .arena = a, .anonymous = 1, .rest = dot};
    rp_names_init(&disc.names, a);
    Agraph_t *graph = agread(&disc, &disc.base);
    if (!graph)
        return RP_ERR_TOOL;
    GVC_t *gvc = gvContextPlugins(plugins, 0);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    bool drawn = gvc && render(gvc, graph, &out) && out.n && !out.full;
    if (drawn)
        *ret_svg = rp_str_copy(a, rp_buf_str(&out));
    rp_buf_done(&out);
    agclose(graph);
    if (gvc)
        gvFreeContext(gvc);
    return drawn ? RP_OK : RP_ERR_TOOL;
}

// The number after `name="`, rounded down; false when it is not there.
static bool attribute(struct rp_str svg, const char *name, unsigned *ret)
{
    size_t n = strlen(name);
    for (size_t i = 0; i + n < svg.n && svg.p[i] != '>'; i++) {
        if (memcmp(svg.p + i, name, n) != 0)
            continue;
        unsigned value = 0;
        for (size_t k = i + n; k < svg.n && svg.p[k] >= '0' && svg.p[k] <= '9' && value < 1000000;
             k++)
            value = 10 * value + (unsigned)(svg.p[k] - '0');
        *ret = value;
        return value > 0;
    }
    return false;
}

bool rp_doc_drawing_size(struct rp_str svg, unsigned *ret_width, unsigned *ret_height)
{
    return attribute(svg, "width=\"", ret_width) && attribute(svg, "height=\"", ret_height);
}

// Graphviz forgets some 3 KiB of its own with every context; a build that looks for leaks is told.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LOOKS_FOR_LEAKS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define LOOKS_FOR_LEAKS
#endif
#ifdef LOOKS_FOR_LEAKS
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libgvc\n";
}
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif
