/* What the files of fmt share: the state of one verb, named as in Go's package. */
#ifndef SYNTAX_TEMPLATE_FMT_STATE_H
#define SYNTAX_TEMPLATE_FMT_STATE_H

#include "syntax/template/fmt.h"
#include "syntax/template/reflect.h"

struct fmt {
    struct buf *out;
    struct arena *arena;
    size_t most;
    struct fmt_result result;
    bool width_present, precision_present;
    bool minus, plus, sharp, space, zero;
    bool plus_v, sharp_v; /* %+v and %#v, whose flags mean something else */
    size_t width, precision;
    bool reordered, good_argument; /* by explicit indexes */
    bool wraps;                    /* %w is allowed */
    bool erroring;                 /* inside %!verb(...): no methods are called */
    struct template_value arg;     /* what a bad verb shows ... */
    struct template_value value;   /* ... or this, when arg is nil */
};

void fmt_clear(struct fmt *f);
/* Whether there is no room left; nothing more is written then. */
bool fmt_is_full(struct fmt *f);
void fmt_put(struct fmt *f, struct str s);
void fmt_padding(struct fmt *f, size_t n);
/* s, padded to the width. */
void fmt_pad(struct fmt *f, struct str s);

void fmt_bool(struct fmt *f, bool b, uint32_t verb);
void fmt_integer(struct fmt *f, uint64_t u, bool is_signed, uint32_t verb);
/* As %#x or %x, whatever the flags say. */
void fmt_0x64(struct fmt *f, uint64_t u, bool leading);
void fmt_float(struct fmt *f, double v, uint32_t verb);
void fmt_complex(struct fmt *f, struct template_complex c, uint32_t verb);
void fmt_string(struct fmt *f, struct str s, uint32_t verb);

/* %!verb(type=value) */
void fmt_bad_verb(struct fmt *f, uint32_t verb);
void fmt_arg(struct fmt *f, struct template_value arg, uint32_t verb);

#endif
