/* diagnose: what cel-go's ANTLR parser says of tokens that the grammar does not take. The grammar is in diagnose.c, going on
 * after a mistake in recover.c. */
#ifndef CEL_DIAGNOSE_H
#define CEL_DIAGNOSE_H

#include "cel/parse.h"

enum { MOST_RECOVERIES = 30, MOST_SITES = 64, MOST_LOOKAHEAD = 512 };

typedef uint64_t set; /* of token kinds */

#define ONE(kind) ((set)1 << (kind))
/* The end of the rule may come here. */
#define EPSILON ((set)1 << 63)

#define LITERALS                                                                                                       \
    (ONE(CEL_TOKEN_INT) | ONE(CEL_TOKEN_UINT) | ONE(CEL_TOKEN_FLOAT) | ONE(CEL_TOKEN_STRING) | ONE(CEL_TOKEN_BYTES) |  \
     ONE(CEL_TOKEN_TRUE) | ONE(CEL_TOKEN_FALSE) | ONE(CEL_TOKEN_NULL))
#define MEMBER                                                                                                         \
    (LITERALS | ONE(CEL_TOKEN_LBRACKET) | ONE(CEL_TOKEN_LBRACE) | ONE(CEL_TOKEN_LPAREN) | ONE(CEL_TOKEN_DOT) |         \
     ONE(CEL_TOKEN_MINUS) | ONE(CEL_TOKEN_IDENT))
#define EXPR (MEMBER | ONE(CEL_TOKEN_NOT))
#define OPT_EXPR (EXPR | ONE(CEL_TOKEN_QUESTION))
#define NAMES (ONE(CEL_TOKEN_IDENT) | ONE(CEL_TOKEN_ESCAPED))
#define RELATIONS                                                                                                      \
    (ONE(CEL_TOKEN_EQ) | ONE(CEL_TOKEN_NE) | ONE(CEL_TOKEN_LT) | ONE(CEL_TOKEN_LE) | ONE(CEL_TOKEN_GT) |               \
     ONE(CEL_TOKEN_GE) | ONE(CEL_TOKEN_IN))
#define CALCS                                                                                                          \
    (ONE(CEL_TOKEN_STAR) | ONE(CEL_TOKEN_SLASH) | ONE(CEL_TOKEN_PERCENT) | ONE(CEL_TOKEN_PLUS) | ONE(CEL_TOKEN_MINUS))
#define LINKS (ONE(CEL_TOKEN_DOT) | ONE(CEL_TOKEN_LBRACKET))

/* A mistake on its way to the rule that it ends. */
struct mistake {
    size_t token, start; /* start: of the decision that found no way, else SIZE_MAX */
    set expecting;
    int site;
};

struct diagnosis {
    struct cel_parser *p;
    size_t at;    /* token */
    set *follows; /* of the open rules: what may come after each in the rule around it */
    size_t depth, cap;
    bool recovering, stopped;
    size_t last_index;
    int sites[MOST_SITES];
    size_t site_count;
    unsigned recoveries;
    struct mistake mistake;
    /* The latest expression that was left: whether it is a selection, and the token that it hangs on. */
    bool selection;
    size_t shape, arguments;
};

static inline unsigned kind_at(const struct diagnosis *d, size_t i)
{
    return i < d->p->tokens.count ? d->p->tokens.items[i].kind : CEL_TOKEN_END;
}

static inline unsigned la(const struct diagnosis *d)
{
    return kind_at(d, d->at);
}

static inline bool in(set s, unsigned kind)
{
    return s >> kind & 1;
}

struct str cel_diagnose_text(const struct diagnosis *d, size_t i);
/* Says what went wrong, once. */
void cel_diagnose_report(struct diagnosis *d);
/* A mistake that ends the rule; false. */
bool cel_diagnose_raise(struct diagnosis *d, size_t token, size_t start, set expecting, int site);
/* At the start of a choice, of what may come here. */
bool cel_diagnose_sync(struct diagnosis *d, set next, int site);
/* Behind one round of a loop. */
void cel_diagnose_sync_back(struct diagnosis *d, set next);
/* Takes one token; after is what may come behind it. */
bool cel_diagnose_match(struct diagnosis *d, unsigned kind, set after, int site);
/* Opens a rule, and leaves one whose body went well or not. */
void cel_diagnose_enter(struct diagnosis *d, set follow);
void cel_diagnose_leave(struct diagnosis *d, bool well);

#endif
