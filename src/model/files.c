// SPDX-License-Identifier: Apache-2.0
/*
 * The files of a model: the main one and what it includes.
 */
#include "base/file.h"
#include "model/reader.h"

#include <assert.h>

// The files that are being read, from the main one to the innermost.
struct stack {
    struct rp_str path[RP_MODEL_MAX_LEVELS];
    struct rp_loc from[RP_MODEL_MAX_LEVELS]; // where it is included; no source for the main file
    uint32_t n;
};

// "a/./b/../c" -> "a/c": the same file under the same name, so that a cycle is seen.
static struct rp_str normal_path(struct rp_arena *a, struct rp_str path)
{
    char *out = RP_NEWN(a, char, path.n + 1);
    size_t n = 0;
    bool absolute = path.n && path.p[0] == '/';
    for (size_t i = 0; i < path.n;) {
        size_t end = i;
        while (end < path.n && path.p[end] != '/')
            end++;
        struct rp_str part = {path.p + i, end - i};
        i = end + 1;
        if (part.n == 0 || rp_str_eq(part, RP_STR(".")))
            continue;
        struct rp_str done = {out, n};
        bool back = rp_str_eq(part, RP_STR("..")) && n > 0 && !rp_str_eq(done, RP_STR("..")) &&
                    !rp_str_ends(done, RP_STR("/.."));
        if (back) {
            while (n > 0 && out[n - 1] != '/')
                n--;
            n -= n > 0;
            continue;
        }
        if (n > 0 || absolute)
            out[n++] = '/';
        memcpy(out + n, part.p, part.n);
        n += part.n;
    }
    return (struct rp_str){out, n};
}

static bool is_read(const struct rp_reader *r, struct rp_str path)
{
    for (uint32_t i = 0; i < r->nfiles; i++)
        if (rp_str_eq(r->file[i].src->name, path))
            return true;
    return false;
}

// The classes of things that a section of the outermost map holds, as bits.
static unsigned classes_of(struct rp_str section)
{
    for (uint32_t k = 0; k < rp_keys_top.n; k++) {
        const struct rp_key *key = &rp_keys_top.key[k];
        if (key->type != RP_KEY_ITEMS || !rp_str_eq(section, rp_str_of(key->name)))
            continue;
        bool components = key->keys->class == RP_CLASS_COMPONENT;
        return 1U << key->keys->class | (components ? 1U << RP_CLASS_INTERFACE : 0);
    }
    return 0;
}

// What a mistake of syntax may have hidden: nobody is told that it is unknown or missing.
static void note_losses(struct rp_reader *r, const struct rp_node *root)
{
    if (root && !root->cut)
        return;
    bool found = false;
    for (const struct rp_node *i = root ? root->first : NULL; i; i = i->next) {
        if (!i->bad && !i->cut)
            continue;
        r->lost |= classes_of(i->key);
        r->damaged |= classes_of(i->key);
        found = true;
    }
    // The mistake is in no section: any may be lost.  A file that is not there at all takes whole
    // things with it; what was read lacks nothing.
    if (!found)
        r->lost = ~0U;
    if (!found && root)
        r->damaged = ~0U;
    r->cut = true;
}

static const struct rp_node *add_file(struct rp_reader *r, const struct rp_source *src)
{
    r->file = rp_arena_grow(r->arena, r->file, r->nfiles, &r->files_cap, sizeof(*r->file));
    const struct rp_node *root = rp_yaml_read(r->arena, src, r->d);
    r->file[r->nfiles++] = (struct rp_model_file){src, root};
    note_losses(r, root);
    return root;
}

// Opens an included file; gives NULL when it was reported, or read before.
static const struct rp_source *open_file(struct rp_reader *r, const struct rp_node *name,
                                         const struct stack *stack, struct rp_str *ret_path)
{
    struct rp_str folder = rp_file_folder(stack->path[stack->n - 1]);
    *ret_path = normal_path(r->arena, rp_file_join(r->arena, folder, name->text));
    for (uint32_t i = 0; i < stack->n; i++) {
        if (rp_str_eq(stack->path[i], *ret_path)) {
            struct rp_diag *diag =
                rp_report(r->d, RP_MSG_INCLUDE_CYCLE, name->at, "%.*s", RP_FMT(*ret_path));
            for (uint32_t k = i; k < stack->n; k++)
                if (stack->from[k].src)
                    rp_report_note(r->d, diag, RP_MSG_NOTE_INCLUDED, stack->from[k], "%s", "");
            return NULL;
        }
    }
    if (is_read(r, *ret_path))
        return NULL;
    if (stack->n == RP_MODEL_MAX_LEVELS || r->nfiles == RP_MODEL_MAX_FILES || r->alone) {
        rp_report(r->d, RP_MSG_INCLUDE_LIMIT, name->at, "%.*s", RP_FMT(*ret_path));
        return NULL;
    }
    return rp_read_source(r->arena, *ret_path, RP_READ_MAX_BYTES, name->at, r->d);
}

// The depth is that of the stack, which has a limit.
static void load_includes(struct rp_reader *r, const struct rp_node *root, struct stack *stack)
{
    if (!root || root->kind != RP_NODE_MAP)
        return;
    const struct rp_node *list = rp_node_get(root, "include");
    if (!list || list->kind != RP_NODE_LIST)
        return;
    for (const struct rp_node *i = list->first; i; i = i->next) {
        if (i->kind != RP_NODE_SCALAR || i->bad || rp_node_is_null(i) || i->text.n == 0)
            continue;
        struct rp_str path;
        const struct rp_source *src = open_file(r, i, stack, &path);
        if (!src && !is_read(r, path))
            note_losses(r, NULL);
        if (!src)
            continue;
        stack->from[stack->n] = i->at;
        stack->path[stack->n++] = path;
        load_includes(r, add_file(r, src), stack);
        stack->n--;
    }
}

void rp_reader_load(struct rp_reader *r, const struct rp_source *src)
{
    struct stack stack = {.path = {normal_path(r->arena, src->name)}, .n = 1};
    load_includes(r, add_file(r, src), &stack);
}
