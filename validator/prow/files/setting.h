/* setting: a value of the main file (or of a supplemental one) with the path that leads to it, for rules
 * about what stands in one place. Absent, null and wrongly typed values read as Go's zero value: whoever
 * decodes the file reports the last. */
#ifndef PROW_FILES_SETTING_H
#define PROW_FILES_SETTING_H

#include "prow/files/tree.h"

struct setting {
    const struct prow_file *file; /* NULL when there is no such file */
    const struct node *at;        /* the key or the element; NULL for a whole file and for what is absent */
    const struct node *value;     /* aliases followed; NULL when absent or null */
    struct str path;              /* deck.spyglass.lenses[0]; what is absent has one too */
    size_t index;                 /* of an element in its list, of an entry in its mapping */
};

/* A whole file, which may be NULL. */
struct setting setting_whole(const struct prow_file *f);
/* The whole main file. */
struct setting setting_main(const struct prow_tree *t);
/* The n-th file that holds settings: the main file, then supplemental ones in Prow's order. False past the
 * last. */
bool setting_file(const struct prow_tree *t, size_t n, struct setting *s);

/* Down the fields of a dotted path, letter case folded as Go does it. Paths live in the arena. */
struct setting setting_get(struct arena *a, const struct setting *s, const char *fields);
/* setting_get from the main file, in the tree's scratch memory. */
struct setting setting_find(const struct prow_tree *t, const char *fields);
/* The entry of a Go map under exactly this key. */
struct setting setting_entry(struct arena *a, const struct setting *map, struct str key);
/* Walks the elements of a list or the entries of a map: zero *e before the first call, false after the last.
 * An element that is null has no value. */
bool setting_next(struct arena *a, const struct setting *of, struct setting *e);

/* A copy in the arena. */
struct setting *setting_keep(struct arena *a, const struct setting *s);

/* The text of a string; empty for anything else. */
struct str setting_text(const struct setting *s);
/* The key of an entry. */
struct str setting_key(const struct setting *s);
/* Whether it is an integer that Go takes for one, 1.0 and 1e3 included; its value in *value. */
bool setting_int(const struct setting *s, int64_t *value);
/* Elements or entries. */
size_t setting_count(const struct setting *s);
/* A string or a collection that is not empty. */
bool setting_is_set(const struct setting *s);
/* A string that Go has as the empty one: absent, null or written so. */
bool setting_is_blank(const struct setting *s);

/* Where the value stands; without one, the key or element. */
struct place setting_place(const struct setting *s);
/* Where the key stands. */
struct place setting_key_place(const struct setting *s);
/* The bytes [start, end) of a string. */
struct place setting_place_in(const struct setting *s, size_t start, size_t end);

/* report, with the path of the setting. */
void setting_report(struct check *c, const struct setting *s, struct place at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
