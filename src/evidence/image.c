// SPDX-License-Identifier: Apache-2.0
/*
 * Record of built images, as the build of the device's software writes it, -> the images whose
 * results count.
 *
 *     {"schemaVersion": 1, "version": "1.0.0", "plan": "<64 hexadecimal digits>",
 *      "images": [{"name": "pump.elf", "sha256": "<64 hexadecimal digits>", "modules": ["mode"]}]}
 *
 * `modules` are those of the device library whose symbols are in the image: found there, not copied
 * from the configuration.
 */
#include "evidence/reader.h"

static bool is_hash(const struct rp_node *node)
{
    if (!node || node->kind != RP_NODE_SCALAR || node->text.n != 64)
        return false;
    for (size_t i = 0; i < 64; i++)
        if (!node->text.p[i] || !strchr("0123456789abcdef", node->text.p[i]))
            return false;
    return true;
}

// False when the entry is not understood.
static bool take_image(struct rp_evidence_reader *r, const struct rp_node *entry)
{
    const struct rp_node *name = rp_node_get(entry, "name");
    const struct rp_node *hash = rp_node_get(entry, "sha256");
    const struct rp_node *modules = rp_node_get(entry, "modules");
    if (!name || name->kind != RP_NODE_SCALAR || !is_hash(hash) || !modules ||
        modules->kind != RP_NODE_LIST || r->nimages == RP_EVIDENCE_MAX_IMAGES)
        return false;
    if (!r->images)
        r->images = RP_NEWN(r->arena, struct rp_image, RP_EVIDENCE_MAX_IMAGES);
    struct rp_str *module = RP_NEWN(r->arena, struct rp_str, modules->n + 1);
    uint32_t n = 0;
    for (const struct rp_node *i = modules->first; i; i = i->next)
        module[n++] = i->text;
    r->images[r->nimages++] = (struct rp_image){
        .name = name->text, .sha256 = hash->text, .module = module, .nmodules = n, .at = entry->at};
    return true;
}

void rp_evidence_take_images(struct rp_evidence_reader *r, const struct rp_source *src)
{
    // A mistake of syntax is a finding here, as it is in test results.
    struct rp_diags unseen;
    rp_diags_init(&unseen, r->arena);
    const struct rp_node *root = rp_json_read(r->arena, src, &unseen);
    struct rp_loc at = {.src = src};
    r->nfiles++;
    const struct rp_node *plan = NULL, *version = NULL, *images = NULL;
    if (root && root->kind == RP_NODE_MAP && !unseen.errors) {
        plan = rp_node_get(root, "plan");
        version = rp_node_get(root, "version");
        images = rp_node_get(root, "images");
        at = root->at;
    }
    if (!is_hash(plan) || !version || version->kind != RP_NODE_SCALAR || !images ||
        images->kind != RP_NODE_LIST) {
        rp_report(r->d, RP_MSG_IMAGE_RECORD, at, "%.*s", RP_FMT(src->name));
        return;
    }
    if (!rp_str_eq(version->text, r->m->device.version)) {
        rp_report(r->d, RP_MSG_IMAGE_OTHER_VERSION, version->at, "%.*s", RP_FMT(version->text));
        return;
    }
    if (!rp_str_eq(plan->text, r->plan->hash)) {
        rp_report(r->d, RP_MSG_IMAGE_OTHER_PLAN, plan->at, "%.*s", RP_FMT(plan->text));
        return;
    }
    for (const struct rp_node *i = images->first; i; i = i->next)
        if (!take_image(r, i))
            rp_report(r->d, RP_MSG_IMAGE_RECORD, i->at, "%.*s", RP_FMT(src->name));
}

static bool holds(const struct rp_image *image, struct rp_str module)
{
    for (uint32_t i = 0; i < image->nmodules; i++)
        if (rp_str_eq(image->module[i], module))
            return true;
    return false;
}

bool rp_evidence_has_module(const struct rp_evidence_reader *r, struct rp_str module,
                            struct rp_loc control)
{
    for (uint32_t i = 0; i < r->nimages; i++) {
        if (holds(&r->images[i], module))
            continue;
        struct rp_diag *diag =
            rp_report(r->d, RP_MSG_IMAGE_NO_MODULE, control, "%.*s", RP_FMT(module));
        rp_report_note(r->d, diag, RP_MSG_NOTE_HERE, r->images[i].at, "%.*s",
                       RP_FMT(r->images[i].name));
        return false;
    }
    return true;
}

bool rp_evidence_is_foreign(const struct rp_evidence_reader *r, struct rp_str image,
                            struct rp_str plan, bool must, enum rp_msg *ret_why)
{
    if (!r->plan)
        return false;
    if (plan.n && !rp_str_eq(plan, r->plan->hash)) {
        *ret_why = RP_MSG_EVIDENCE_OTHER_PLAN;
        return true;
    }
    if (must && (!image.n || !plan.n)) {
        *ret_why = RP_MSG_EVIDENCE_NO_IMAGE;
        return true;
    }
    for (uint32_t i = 0; i < r->nimages; i++)
        if (rp_str_eq(image, r->images[i].sha256))
            return false;
    *ret_why = RP_MSG_EVIDENCE_OTHER_IMAGE;
    return image.n > 0;
}
