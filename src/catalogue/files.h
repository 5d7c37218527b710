// SPDX-License-Identifier: Apache-2.0
/*
 * The files of the built-in catalogue, as tools/embed.c puts them into the program.  Private to this
 * room.
 */
#ifndef REMPART_CATALOGUE_FILES_H
#define REMPART_CATALOGUE_FILES_H

#include "base/str.h"

struct rp_catalogue_text {
    struct rp_str path; // under catalogue/
    struct rp_str text;
};

extern const struct rp_catalogue_text rp_catalogue_texts[]; // in the order of their paths
extern const uint32_t rp_catalogue_ntexts;

#endif
