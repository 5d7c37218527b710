// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as JSON: no crash, every place inside the text, and what is accepted is the same tree
 * that cJSON reads.
 */
#include "fuzz_tree.h"

#include <cjson/cJSON.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same_text(const char *a, struct rp_str b)
{
    return rp_str_eq(rp_str_of(a), b);
}

static void compare_scalar(const struct rp_node *node, const cJSON *other)
{
    if (node->quoted)
        fuzz_require(cJSON_IsString(other) && same_text(other->valuestring, node->text));
    else if (rp_node_is_null(node))
        fuzz_require(cJSON_IsNull(other));
    else if (rp_str_eq(node->text, RP_STR("true")) || rp_str_eq(node->text, RP_STR("false")))
        fuzz_require(cJSON_IsBool(other) && cJSON_IsTrue(other) == (node->text.p[0] == 't'));
    else
        fuzz_require(cJSON_IsNumber(other));
}

static void compare(const struct rp_node *node, const cJSON *other)
{
    if (node->kind == RP_NODE_SCALAR) {
        compare_scalar(node, other);
        return;
    }
    fuzz_require(node->kind == RP_NODE_MAP ? cJSON_IsObject(other) : cJSON_IsArray(other));
    const cJSON *j = other->child;
    for (const struct rp_node *i = node->first; i; i = i->next, j = j->next) {
        fuzz_require(j != NULL);
        if (node->kind == RP_NODE_MAP)
            fuzz_require(same_text(j->string, i->key));
        compare(i, j);
    }
    fuzz_require(j == NULL);
}

static void compare_with_cjson(const struct rp_node *root, struct rp_str text)
{
    // cJSON knows a byte order mark only before two bytes or more.
    size_t bom = rp_str_starts(text, RP_STR("\xEF\xBB\xBF")) ? 3 : 0;
    cJSON *other = cJSON_ParseWithLength(text.p + bom, text.n - bom);
    fuzz_require(other != NULL);
    compare(root, other);
    cJSON_Delete(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_tree(rp_json_read, data, size, compare_with_cjson);
    return 0;
}
