// SPDX-License-Identifier: Apache-2.0
/*
 * French typography: the spaces at which a line must not break.  Private to this room.
 */
#ifndef REMPART_DOC_TYPOGRAPHY_H
#define REMPART_DOC_TYPOGRAPHY_H

#include "doc/doc.h"

// What the space at text.p[at] becomes in that language: UTF-8 of one character.
const char *rp_doc_space(enum rp_lang lang, struct rp_str text, size_t at);

#endif
