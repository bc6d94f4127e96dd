/* str: a run of bytes. Not NUL-terminated, may hold NUL, owns nothing: whoever made the bytes says how long
 * they live. "\0" is a legal YAML scalar, so values are compared by length and bytes, never with strcmp. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t len;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
/* The same as an initialiser of static data, where a compound literal is not constant. */
#define STR_INIT(literal)                                                                                              \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }
/* For "%.*s"; bytes after INT_MAX are not printed. */
#define STR_ARG(s) ((s).len > INT32_MAX ? INT32_MAX : (int)(s).len), ((s).len ? (s).p : "")

/* A NUL-terminated C string as str; NULL gives the empty one. */
struct str str_c(const char *c);

static inline bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* Bytewise order as Go's string comparison: <0, 0, >0; a prefix comes first. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Offset of the first (last) occurrence, or SIZE_MAX. */
size_t str_find(struct str s, struct str what);
size_t str_find_char(struct str s, char c);
size_t str_rfind_char(struct str s, char c);
bool str_has(struct str s, struct str what);

/* Bytes from offset from (clamped) up to to (exclusive, clamped). */
static inline struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from >= to)
        return (struct str){ s.p, 0 };
    return (struct str){ s.p + from, to - from };
}

static inline struct str str_from(struct str s, size_t from)
{
    return str_slice(s, from, s.len);
}

/* Without the prefix or suffix where it is there (Go's TrimPrefix, TrimSuffix). */
struct str str_trim_prefix(struct str s, struct str prefix);
struct str str_trim_suffix(struct str s, struct str suffix);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Cuts s at the first c: *head is what stands before it, *tail what follows. False, with all of s in *head and
 * an empty *tail, when c is not in s (Go's strings.Cut). */
bool str_cut(struct str s, char c, struct str *head, struct str *tail);

/* 64-bit FNV-1a. Not for tables whose keys an attacker chooses: struct map salts its own. */
uint64_t str_hash(struct str s);

/* Elements of an array that is no pointer. */
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* What follows a noun that there are n of: "1 job", "2 jobs". */
static inline const char *str_plural(size_t n)
{
    return n == 1 ? "" : "s";
}

#endif
