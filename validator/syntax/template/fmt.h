/* fmt: formatting of template values as Go's package fmt does it. */
#ifndef SYNTAX_TEMPLATE_FMT_H
#define SYNTAX_TEMPLATE_FMT_H

#include "base/buf.h"
#include "syntax/template/value.h"

struct fmt_result {
    bool full;          /* more than most bytes would have been written; what fits was */
    struct str unknown; /* method whose answer is not known here; p NULL when there is none */
};

/* Each appends to out, which may end up with no more than about most bytes; arena is for what String methods
 * answer. Interfaces among the arguments count as what they hold. */
struct fmt_result fmt_sprintf(struct buf *out, struct arena *arena, size_t most, struct str format,
                              const struct template_value *args, size_t n);
/* The same with %w for values of template_type_error, as fmt.Errorf. */
struct fmt_result fmt_errorf(struct buf *out, struct arena *arena, size_t most, struct str format,
                             const struct template_value *args, size_t n);
struct fmt_result fmt_sprint(struct buf *out, struct arena *arena, size_t most, const struct template_value *args,
                             size_t n);
struct fmt_result fmt_sprintln(struct buf *out, struct arena *arena, size_t most, const struct template_value *args,
                               size_t n);

/* A value of type error with this text. */
extern const struct template_type template_type_error;

#endif
