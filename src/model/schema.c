// SPDX-License-Identifier: Apache-2.0
#include "model/keys.h"
void rp_model_schema(struct rp_buf *out, enum rp_lang lang, const struct rp_words *kinds)
{
    (void)out;
    (void)lang;
    (void)kinds;
}
