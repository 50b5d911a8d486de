/* The compiled search of an index: the way of numpy_search.py, record by record.
 *
 * `open_index` looks once at everything in an index that is later used as an offset, and `search` at everything
 * in a question; after that the loops need no checks. Distances, factors and their sum are computed by the same
 * operations in the same order as in reference.py (compile without contraction and without fast-math), so that
 * scores agree to the last bit. An index is asked by one thread at a time: the interpreter's lock is kept.
 */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- How posts, questions and hits lie in memory: the same as layout.py ---- */

typedef struct {
    double latitude, longitude; /* degrees */
    union {
        double travel_km;                              /* of a lot */
        struct { int32_t latest_start, min_days; } of; /* of a vacancy */
    } u;
    uint64_t signature;
    int32_t first, last; /* days */
    int32_t headcount, min_group;
    uint32_t pay, abilities, terms;
    uint16_t occupation, flags;
} Post;

typedef struct {
    Post post;
    uint32_t terms, abilities, pay, nearness; /* where the rows of answers begin */
    uint32_t runs, runs_end, program, program_end, shelves, shelves_end, wished, wished_end, busy, busy_end;
    uint32_t trade_first, trade_after;
    uint64_t desired; /* the signature of what is desired of lots */
    uint32_t by_occupation, anywhere;
} Question;

typedef struct { double nearness; uint32_t first, after; } Run;
typedef struct { uint32_t weight, held, related, end; } Link;
typedef struct { int32_t first, last, heads; } Busy;
typedef struct { double reach_km, height; uint32_t band, bands; } Cells;

typedef struct {
    int64_t nano_score;
    double skills, occupation, distance, dates, heads, distance_km;
    uint32_t record, rank;
    int32_t covered, free_lot, free_vacancy; /* days, and heads on each of them */
    uint32_t relocating;
} Hit;

_Static_assert(sizeof(Post) == 64, "a post is one line of the cache");
_Static_assert(sizeof(Question) == 144, "layout");
_Static_assert(sizeof(Run) == 16 && sizeof(Link) == 16 && sizeof(Busy) == 12 && sizeof(Cells) == 24, "layout");
_Static_assert(sizeof(Hit) == 80, "layout");

enum {
    MOBILE = 1, HELD = 2, BUSY_SOMETIMES = 4, ENTRY_LEVEL = 8, REQUIRES_SKILLS = 16, ANY_SHIFT = 32,
    SHIFTS_AT = 6, FORMS_AT = 10, ALL_SHIFTS = 15, ALL_FORMS = 31,
    PERMITTED = 32, ABLE = 3, REQUIRED_WEIGHT = 2, MOST_ASKED = 64, MANY_TERMS = 0xFFFF
};

#define REQUIRED 0x80000000u
#define EARTH_RADIUS_KM 6371.0088
#define PI 3.14159265358979323846
#define RADIANS (PI / 180.0)
#define DEGREES (180.0 / PI)
#define HAIR_KM 1e-6         /* more than rounding can do to a distance */
#define MARGIN 1e-6          /* degrees: rounding must not lose a post at the very edge */
#define WHOLE_ROUND 179.9    /* degrees each way from which on all longitudes are looked at */
#define FAR_ROUND 1.5        /* radians from which on a disc is no longer thought of as a band */
#define STEPS_A_DEGREE 1e7
#define NANO 1e9
#define DOUBTFUL 1e-4        /* of the last kept digit: so near a half, decimal rounding decides */
#define AHEAD 8              /* records are fetched so many steps before they are looked at */

/* ---- An index ---- */

enum {
    RECORDS, LONGITUDES, CELLS, BANDS, RANKS, SKILL_SETS, SET_STARTS, SET_SKILLS, NEAR_STARTS, NEAR, FAR_STARTS, FAR,
    FAR_OCCUPATIONS, FAR_TERMS, BUSY, BUSY_STARTS, COMMITMENTS, ARRAYS
};

static const size_t ITEM_SIZES[ARRAYS] = {
    sizeof(Post), 4, sizeof(Cells), 4, 4, 4, 4, 4, 4, 4, 4, 4, 2, 2, 4, 4, sizeof(Busy)
};

typedef struct {
    Py_buffer views[ARRAYS];
    size_t counts[ARRAYS];
    int opened; /* how many views are to be released */

    const Post *posts;
    const uint32_t *longitudes;
    const Cells *cells;
    const uint32_t *bands, *ranks, *skill_sets, *set_starts, *set_skills, *near_starts, *near, *far_starts, *far;
    const uint16_t *far_occupations, *far_terms;
    const uint32_t *busy, *busy_starts;
    const Busy *commitments;

    int lots_answer;
    uint32_t records, skills, occupations, entry_block;
    uint32_t widths[3]; /* distinct values of terms, abilities, pay */

    /* By skill, for one question at a time, all zero between: whether any asked skill is held or related through
     * it, and which. Most are not marked, and the marks fit into the nearest cache. */
    uint8_t *marked;
    uint64_t *held, *related;
    uint32_t *ranges;         /* room for the ranges of records near a point */
    size_t most_ranges;
} Index;

typedef struct {
    const uint8_t *rows;
    const double *nearness;
    const Run *runs;
    const uint32_t *links;
    const Link *program;
    const uint32_t *shelves;
    const Busy *busy;
    size_t counts[7];
} Pools;

enum { NEAR_RUNS, NEAR_WISHED, ELSEWHERE, FAR_RUNS, FAR_WISHED, STEPS }; /* kinds of steps */

/* One question on its way through shelves and cells. */
typedef struct {
    const Index *index;
    const Pools *pools;
    const Question *question;
    const uint8_t *terms, *abilities, *pay;
    const double *nearness;
    const uint32_t *ranges; /* begin and end, one after the other */
    size_t range_count;
    int asks;              /* whether skills may count */
    uint32_t weights;      /* of all skills asked of lots */
    uint64_t required;     /* which of them are required */
    double radians, cosine; /* of the asking post's latitude */
    Hit *hits;             /* a heap whose first is the worst; or, where all are wanted, a growing list */
    size_t count, top, room;
    int all, failed;
    double least; /* a sum below this cannot be among the best */
    uint64_t missable;  /* the signature of what is desired of lots */
    double most_skills; /* the most that skills can count for, where any are asked */
    uint64_t excluded;  /* who holds one of these asked skills was looked at before */
    double rest;        /* so near at most are occupations that are not looked up on their shelves */
    int less_near;      /* only these are looked at */
    int near;           /* within the radius is looked, else beyond it */
    uint64_t looked_at; /* records */
    int64_t steps[STEPS];  /* how far the search went, by kind of step */
    int touching;       /* only read each record, as far as the steps say: for measuring */
    int64_t sum;
} Search;


/* ---- The rules ---- */

static double total(double skills, double occupation, double distance, double dates, double heads)
{
    return 0.45 * skills + 0.20 * occupation + 0.15 * distance + 0.10 * dates + 0.10 * heads;
}

/* Thousand millionths; where rounding is in doubt, as decimal digits round. */
static int64_t nano_of(double score)
{
    double nano = score * NANO, below = floor(nano), rest = nano - below;
    char digits[32];
    int64_t whole = 0;
    if (fabs(rest - 0.5) >= DOUBTFUL)
        return (int64_t)below + (rest > 0.5);
    snprintf(digits, sizeof digits, "%.9f", score);
    for (const char *at = digits; *at; at++)
        if (*at >= '0' && *at <= '9')
            whole = whole * 10 + (*at - '0');
    return whole;
}

static double kilometres(const Search *s, const Post *lot, const Post *vacancy)
{
    int lots = s->index->lots_answer;
    double here = lots ? lot->latitude * RADIANS : s->radians;
    double there = lots ? s->radians : vacancy->latitude * RADIANS;
    double across = sin((there - here) / 2);
    double along = sin((vacancy->longitude - lot->longitude) * RADIANS / 2);
    double cosines = s->cosine * cos(lots ? here : there);
    double half_chord = across * across + cosines * along * along;
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_chord < 1.0 ? half_chord : 1.0));
}

/* At most the distance in kilometres, squared, without trigonometry: sin x >= x (1 - x^2/6), and the cosine of a
 * latitude falls by no more than the latitude grows. */
static double least_squared(const Search *s, const Post *post, const Post *asker)
{
    double north = fabs(post->latitude - asker->latitude) * RADIANS;
    double east = fabs(post->longitude - asker->longitude) * RADIANS, cosine = s->cosine - north;
    east = (east < PI ? east : 2 * PI - east) / 2;
    cosine = cosine > 0 ? s->cosine * cosine : 0.0;
    double across = north / 2 * (1 - north * north / 24), along = east * (1 - east * east / 6);
    return 4 * EARTH_RADIUS_KM * EARTH_RADIUS_KM * (1 - 1e-9) * (across * across + cosine * along * along);
}

static int bits_of(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
    return (int)(((word + (word >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* Heads free on every day from first to last; all of them where there is no such day. */
static int32_t free_between(int32_t headcount, const Busy *busy, size_t count, int32_t first, int32_t last)
{
    int64_t most = 0;
    if (first > last)
        return headcount;
    for (size_t i = 0; i < count; i++) {
        int32_t day = busy[i].first > first ? busy[i].first : first;
        int64_t taken = 0;
        if (busy[i].first > last || busy[i].last < first)
            continue;
        for (size_t j = 0; j < count; j++)
            if (busy[j].first <= day && day <= busy[j].last)
                taken += busy[j].heads;
        most = taken > most ? taken : most;
    }
    return headcount > most ? (int32_t)(headcount - most) : 0;
}

static int32_t free_of_record(const Index *index, uint32_t record, int32_t first, int32_t last)
{
    const Post *post = &index->posts[record];
    size_t low = 0, high = index->counts[BUSY];
    if (!(post->flags & BUSY_SOMETIMES))
        return post->headcount;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (index->busy[middle] < record)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == index->counts[BUSY] || index->busy[low] != record)
        return post->headcount;
    uint32_t start = index->busy_starts[low], end = index->busy_starts[low + 1];
    return free_between(post->headcount, index->commitments + start, end - start, first, last);
}

/* Whether every required skill is held, and the skills factor; -1 in `factor` where none is asked. Who holds an
 * excluded skill counts as failing: another shelf led to them. */
static int walk_skills(const Search *s, uint32_t record, double *factor)
{
    const Index *index = s->index;
    uint32_t set = index->skill_sets[record];
    const uint32_t *skill = index->set_skills + index->set_starts[set];
    const uint32_t *end = index->set_skills + index->set_starts[set + 1];
    uint32_t halves = 0, weights = s->weights;
    if (index->lots_answer) {
        uint64_t held = 0, related = 0;
        const Link *link = s->pools->program + s->question->program;
        size_t asked = s->question->program_end - s->question->program;
        for (; skill < end; skill++)
            if (index->marked[*skill]) {
                held |= index->held[*skill];
                related |= index->related[*skill];
            }
        if ((s->required & ~held) || (s->excluded & held))
            return 0;
        for (size_t i = 0; i < asked; i++)
            halves += link[i].weight * (held >> i & 1 ? 2 : related >> i & 1);
    } else {
        for (weights = 0; skill < end; skill++) {
            uint32_t code = *skill & ~REQUIRED, weight = *skill & REQUIRED ? REQUIRED_WEIGHT : 1;
            uint32_t credit = !index->marked[code] ? 0 : index->held[code] ? 2 : 1;
            if (weight == REQUIRED_WEIGHT && credit < 2)
                return 0;
            halves += weight * credit;
            weights += weight;
        }
    }
    *factor = weights ? 0.5 * halves / weights : -1.0;
    return 1;
}

/* ---- The best so far ---- */

static int worse(const Hit *one, const Hit *other)
{
    return one->nano_score != other->nano_score ? one->nano_score < other->nano_score : one->rank > other->rank;
}

static int best_first(const void *one, const void *other)
{
    return worse((const Hit *)one, (const Hit *)other) ? 1 : worse((const Hit *)other, (const Hit *)one) ? -1 : 0;
}

static void sink(Hit *heap, size_t count, size_t at, Hit moved)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && worse(&heap[child + 1], &heap[child]))
            child++;
        if (!worse(&heap[child], &moved))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moved;
}

static void keep(Search *s, const Hit *hit)
{
    if (s->all) {
        if (s->count == s->room) {
            size_t room = s->room ? 2 * s->room : 64;
            Hit *grown = realloc(s->hits, room * sizeof(Hit));
            if (!grown) {
                s->failed = 1;
                return;
            }
            s->hits = grown;
            s->room = room;
        }
        s->hits[s->count++] = *hit;
        return;
    }
    if (s->count < s->top) {
        s->hits[s->count++] = *hit;
        if (s->count == s->top)
            for (size_t at = s->top / 2; at-- > 0;)
                sink(s->hits, s->count, at, s->hits[at]);
    } else if (worse(&s->hits[0], hit)) {
        sink(s->hits, s->count, 0, *hit);
    }
    if (s->count == s->top)
        s->least = ((double)s->hits[0].nano_score - 1.0) / NANO;
}

/* No post of so near an occupation and such a distance can be among the best. */
static int hopeless(const Search *s, double nearness, double distance)
{
    if (!s->asks && nearness <= 0)
        return 1;
    return total(s->asks ? s->most_skills : nearness, nearness, distance, 1.0, 1.0) < s->least;
}

/* Whether to take one more step of a kind, where posts are at best so near. */
static int goes_on(Search *s, int kind, double nearness, double distance)
{
    if (s->touching)
        return s->steps[kind]-- > 0;
    if (hopeless(s, nearness, distance))
        return 0;
    s->steps[kind]++;
    return 1;
}

/* ---- One pair ---- */

/* Keep the record where it passes every gate: within the radius if `near` is set, else beyond it. */
static void consider(Search *s, uint32_t record)
{
    const Index *index = s->index;
    const Post *post = &index->posts[record], *asker = &s->question->post;
    const Post *lot = index->lots_answer ? post : asker, *vacancy = index->lots_answer ? asker : post;
    unsigned both = post->flags & asker->flags, any = vacancy->flags & ANY_SHIFT;
    unsigned forms = both >> FORMS_AT & ALL_FORMS, shifts = both >> SHIFTS_AT & ALL_SHIFTS;
    double most_distance = 0.4, most_skills;
    unsigned terms;
    Hit hit;

    s->looked_at++;
    if (s->touching) {
        s->sum += post->headcount;
        return;
    }
    if (index->lots_answer ? asker->signature & ~post->signature : post->signature & ~asker->signature)
        return;
    if ((post->flags & HELD) || !forms)
        return;
    if (any ? !shifts : shifts != (vacancy->flags >> SHIFTS_AT & ALL_SHIFTS))
        return;
    if (s->near) {
        double travel = lot->u.travel_km + HAIR_KM, squared = least_squared(s, post, asker), km;
        if (squared > travel * travel)
            return;
        km = sqrt(squared) - HAIR_KM;
        most_distance = km > 0 ? 1.0 - 0.5 * km / travel : 1.0;
    } else if (!(both & MOBILE)
               || !((vacancy->flags & (REQUIRES_SKILLS | ENTRY_LEVEL))
                    || (post->occupation >= s->question->trade_first
                        && post->occupation < s->question->trade_after))) {
        return;
    }

    hit.occupation = s->nearness[post->occupation];
    if (s->less_near && hit.occupation > s->rest)
        return;
    most_skills = s->asks ? s->most_skills : hit.occupation;
    if (s->missable && s->most_skills == 1.0) /* a skill outside of the signature is related at best */
        most_skills -= 0.5 * bits_of(s->missable & ~post->signature) / s->weights;
    if (total(most_skills, hit.occupation, most_distance, 1.0, 1.0) < s->least)
        return;

    int32_t first = vacancy->first > lot->first ? vacancy->first : lot->first;
    int32_t last = vacancy->last < lot->last ? vacancy->last : lot->last;
    int32_t length = vacancy->last - vacancy->first + 1;
    hit.covered = last >= first ? last - first + 1 : 0;
    if (lot->first > vacancy->u.of.latest_start
        || hit.covered < (length < vacancy->u.of.min_days ? length : vacancy->u.of.min_days))
        return;
    terms = s->terms[post->terms];
    if (!(terms & PERMITTED) || !(forms & ~terms))
        return;
    if (s->abilities[post->abilities] != ABLE || !s->pay[post->pay])
        return;

    size_t commitments = s->question->busy_end - s->question->busy;
    int32_t free_post = free_of_record(index, record, first, last);
    int32_t free_asker = commitments
        ? free_between(asker->headcount, s->pools->busy + s->question->busy, commitments, first, last)
        : asker->headcount;
    int32_t free_lot = hit.free_lot = index->lots_answer ? free_post : free_asker;
    int32_t free_vacancy = hit.free_vacancy = index->lots_answer ? free_asker : free_post;
    int32_t free_both = free_lot < free_vacancy ? free_lot : free_vacancy;
    if (free_both < lot->min_group || free_both < vacancy->min_group)
        return;

    hit.dates = hit.covered < length ? (double)hit.covered / length : 1.0;
    hit.heads = free_vacancy <= 0 ? 0.0 : free_lot < free_vacancy ? (double)free_lot / free_vacancy : 1.0;
    if (total(most_skills, hit.occupation, most_distance, hit.dates, hit.heads) < s->least)
        return;
    if (!walk_skills(s, record, &hit.skills))
        return;
    if (hit.skills < 0)
        hit.skills = hit.occupation;
    if (hit.occupation < 0.5 && hit.skills <= 0)
        return;
    if (total(hit.skills, hit.occupation, most_distance, hit.dates, hit.heads) < s->least)
        return;

    hit.distance_km = kilometres(s, lot, vacancy);
    if ((hit.distance_km <= lot->u.travel_km) != s->near)
        return;
    if (!s->near)
        hit.distance = 0.4 - 0.2 * (hit.distance_km < 3000.0 ? hit.distance_km : 3000.0) / 3000.0;
    else
        hit.distance = lot->u.travel_km != 0 ? 1.0 - 0.5 * hit.distance_km / lot->u.travel_km : 1.0;
    hit.relocating = !s->near;
    hit.nano_score = nano_of(total(hit.skills, hit.occupation, hit.distance, hit.dates, hit.heads));
    hit.record = record;
    hit.rank = index->ranks[record];
    keep(s, &hit);
}

/* Consider records one after the other; what is needed of the next ones is on its way from memory. */
static void consider_all(Search *s, const uint32_t *ids, size_t count)
{
    const Index *index = s->index;
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count) {
            __builtin_prefetch(&index->posts[ids[i + AHEAD]]);
            __builtin_prefetch(&index->skill_sets[ids[i + AHEAD]]);
        }
        consider(s, ids[i]);
    }
}

/* ---- Shelves and cells ---- */

/* The first place in [low, high) whose value is not below the one sought. */
#define FIRST_AT_LEAST(name, type)                                                                   \
    static uint32_t name(const type *values, uint32_t low, uint32_t high, uint64_t sought)           \
    {                                                                                                \
        while (low < high) {                                                                         \
            uint32_t middle = low + (high - low) / 2;                                                \
            if (values[middle] < sought)                                                             \
                low = middle + 1;                                                                    \
            else                                                                                     \
                high = middle;                                                                       \
        }                                                                                            \
        return low;                                                                                  \
    }

FIRST_AT_LEAST(first_at_least, uint32_t)
FIRST_AT_LEAST(first_occupation, uint16_t)

/* The same, quickly where it is not far from `low`. */
static uint32_t next_at_least(const uint32_t *values, uint32_t low, uint32_t high, uint64_t sought)
{
    for (uint32_t step = 4; high - low > step; step *= 4) {
        if (values[low + step] >= sought) {
            high = low + step;
            break;
        }
        low += step + 1;
    }
    return first_at_least(values, low, high, sought);
}

/* The windows of longitude of a disc, in steps [first, after), westernmost first; how many there are. */
static int windows_of(double latitude, double longitude, double angle, uint64_t windows[4])
{
    uint64_t whole = (uint64_t)1 << 32;
    double ratio = sin(angle) / cos(latitude * RADIANS);
    double half = asin(ratio < 1.0 ? ratio : 1.0) * DEGREES + MARGIN;
    double west = longitude - half + 180.0, east = longitude + half + 180.0;
    windows[0] = 0;
    windows[1] = whole;
    if (half >= WHOLE_ROUND)
        return 1;
    if (west < 0 || east > 360) {
        windows[1] = (uint64_t)((west < 0 ? east : east - 360) * STEPS_A_DEGREE) + 1;
        windows[2] = (uint64_t)((west < 0 ? west + 360 : west) * STEPS_A_DEGREE);
        windows[3] = whole;
        return 2;
    }
    windows[0] = (uint64_t)(west * STEPS_A_DEGREE);
    windows[1] = (uint64_t)(east * STEPS_A_DEGREE) + 1;
    return 1;
}

/* The ranges of records, ascending, that hold all posts whose reach and `more_km` come to the point. */
static size_t find_ranges(const Index *index, double latitude, double longitude, double more_km)
{
    size_t count = 0;
    for (size_t c = 0; c < index->counts[CELLS]; c++) {
        const Cells *cells = &index->cells[c];
        double angle = (cells->reach_km + more_km) / EARTH_RADIUS_KM;
        double south = latitude - angle * DEGREES - MARGIN, north = latitude + angle * DEGREES + MARGIN;
        uint32_t low = (uint32_t)(((south > -90 ? south : -90) + 90) / cells->height);
        uint32_t high = (uint32_t)(((north < 90 ? north : 90) + 90) / cells->height), last = cells->bands - 1;
        uint64_t windows[4] = {0, (uint64_t)1 << 32};
        int parts = 1;
        if (angle >= FAR_ROUND)
            low = 0, high = last;
        else if (south > -90 && north < 90)
            parts = windows_of(latitude, longitude, angle, windows);
        low = low < last ? low : last;
        high = high < last ? high : last;
        for (uint32_t band = cells->band + low; band <= cells->band + high; band++) {
            uint32_t from = index->bands[band], to = index->bands[band + 1];
            for (int part = 0; part < parts && from < to; part++) {
                uint32_t start = first_at_least(index->longitudes, from, to, windows[2 * part]);
                uint32_t end = next_at_least(index->longitudes, start, to, windows[2 * part + 1]);
                if (start < end) {
                    index->ranges[2 * count] = start;
                    index->ranges[2 * count + 1] = end;
                    count++;
                }
                from = end;
            }
        }
    }
    return count;
}

static void look_at_shelf(Search *s, uint32_t shelf)
{
    const uint32_t *near = s->index->near;
    uint32_t at = s->index->near_starts[shelf], end = s->index->near_starts[shelf + 1];
    for (size_t i = 0; i < s->range_count && at < end; i++) {
        uint32_t to, from = s->ranges[2 * i], after = s->ranges[2 * i + 1];
        at = next_at_least(near, at, end, from);
        to = next_at_least(near, at, end, after);
        consider_all(s, near + at, to - at);
        at = to;
    }
}

/* The posts in the ranges that no shelf led to. */
static void look_elsewhere(Search *s)
{
    const Index *index = s->index;
    for (size_t i = 0; i < s->range_count; i++)
        for (uint32_t record = s->ranges[2 * i]; record < s->ranges[2 * i + 1]; record++) {
            const Post *post = &index->posts[record];
            double nearness;
            if (s->touching) {
                consider(s, record);
                continue;
            }
            nearness = s->nearness[post->occupation];
            if (nearness > s->rest || (!s->asks && nearness <= 0))
                continue;
            if (!index->lots_answer && (post->flags & REQUIRES_SKILLS))
                continue;
            consider(s, record);
        }
}

/* The posts at these places of far shelves, beyond the radius, where the work is permitted. */
static void look_at_far(Search *s, uint32_t start, uint32_t end)
{
    const Index *index = s->index;
    uint32_t kept[64], count = 0;
    for (uint32_t at = start; at < end; at++) {
        kept[count] = index->far[at];
        count += index->far_terms[at] == MANY_TERMS || (s->terms[index->far_terms[at]] & PERMITTED);
        if (count == 64 || at + 1 == end) {
            consider_all(s, kept, count);
            count = 0;
        }
    }
}

/* The posts within the radius, or beyond it, that hold a skill which the vacancy only desires, of occupations
 * that no shelf led to. Those left after them hold none, so that skills count half at most. */
static void look_at_wished(Search *s, double nearness)
{
    const Index *index = s->index;
    s->less_near = 1;
    for (uint32_t i = s->question->wished; i + 1 < s->question->wished_end; i += 2) {
        uint32_t shelf = s->pools->shelves[i], start = index->far_starts[shelf], end = index->far_starts[shelf + 1];
        if (!goes_on(s, s->near ? NEAR_WISHED : FAR_WISHED, nearness, s->near ? 1.0 : 0.4))
            break;
        if (s->near)
            look_at_shelf(s, shelf);
        else
            look_at_far(s, start, end);
        s->excluded |= (uint64_t)1 << s->pools->shelves[i + 1];
    }
    if (s->question->wished < s->question->wished_end)
        s->most_skills = 0.5;
}

static void forget_wished(Search *s)
{
    s->excluded = 0;
    s->less_near = 0;
    s->most_skills = 1.0;
}

static void look_near(Search *s)
{
    const Question *q = s->question;
    const Run *run = s->pools->runs + q->runs, *end = s->pools->runs + q->runs_end;
    double more_km = s->index->lots_answer ? 0.0 : q->post.u.travel_km;
    s->near = 1;
    s->ranges = s->index->ranges;
    s->range_count = find_ranges(s->index, q->post.latitude, q->post.longitude, more_km);
    for (uint32_t i = q->shelves; i < q->shelves_end; i++)
        look_at_shelf(s, s->pools->shelves[i]);
    if (!q->by_occupation)
        return;
    for (; run < end && run->nearness > s->rest && goes_on(s, NEAR_RUNS, run->nearness, 1.0); run++)
        for (uint32_t occupation = run->first; occupation < run->after; occupation++)
            look_at_shelf(s, s->index->skills + occupation);
    look_at_wished(s, s->rest);
    if (goes_on(s, ELSEWHERE, s->rest, 1.0))
        look_elsewhere(s);
    forget_wished(s);
}

/* The posts of occupations [low, high) that require no skill, without regard to place. */
static void look_far_by_occupation(Search *s, uint32_t low, uint32_t high)
{
    const Index *index = s->index;
    if (low < high) {
        uint32_t start = index->far_starts[index->skills + low], end = index->far_starts[index->skills + high];
        look_at_far(s, start, end);
    }
}

static uint32_t larger(uint32_t one, uint32_t other) { return one > other ? one : other; }
static uint32_t lesser(uint32_t one, uint32_t other) { return one < other ? one : other; }

/* Posts beyond the radius, for whom somebody would move; the nearest occupations first. */
static void look_far(Search *s)
{
    const Index *index = s->index;
    const Question *q = s->question;
    s->near = 0;
    for (uint32_t r = q->runs; r < q->runs_end; r++) {
        const Run *run = &s->pools->runs[r];
        if (q->anywhere && !s->less_near && run->nearness <= s->rest)
            look_at_wished(s, run->nearness);
        if (!goes_on(s, FAR_RUNS, run->nearness, 0.4))
            return;
        for (uint32_t i = q->shelves; i < q->shelves_end; i++) {
            uint32_t shelf = s->pools->shelves[i], end = index->far_starts[shelf + 1];
            uint32_t from = first_occupation(index->far_occupations, index->far_starts[shelf], end, run->first);
            uint32_t to = first_occupation(index->far_occupations, from, end, run->after);
            look_at_far(s, from, to);
        }
        if (q->by_occupation && q->anywhere) {
            look_far_by_occupation(s, run->first, run->after);
        } else if (q->by_occupation) {
            look_far_by_occupation(s, larger(run->first, q->trade_first), lesser(run->after, q->trade_after));
            look_far_by_occupation(s, larger(run->first, index->entry_block), run->after);
        }
    }
}

/* Write down, by skill of the index, which asked skills it means to hold or is related to; or wipe it out. */
static int mark(const Index *index, const Pools *pools, const Question *q, int write)
{
    for (uint32_t i = q->program; i < q->program_end; i++) {
        const Link *link = &pools->program[i];
        uint64_t bit = write ? (uint64_t)1 << (i - q->program) % MOST_ASKED : 0;
        if (link->held > link->related || link->related > link->end || link->end > pools->counts[3])
            return 0;
        for (uint32_t at = link->held; at < link->end; at++) {
            uint64_t *marks = at < link->related ? index->held : index->related;
            uint32_t skill = pools->links[at];
            if (skill >= index->skills)
                return 0;
            marks[skill] = write ? marks[skill] | bit : 0;
            index->marked[skill] = (uint8_t)write;
        }
    }
    return 1;
}

/* Whether all that the question points at exists. */
static int sound(const Index *index, const Pools *pools, const Question *q)
{
    const size_t *counts = pools->counts;
    const uint32_t rows[3] = {q->terms, q->abilities, q->pay};
    for (int i = 0; i < 3; i++)
        if ((size_t)rows[i] + index->widths[i] > counts[0])
            return 0;
    if ((size_t)q->nearness + index->occupations > counts[1] || q->runs > q->runs_end || q->runs_end > counts[2]
        || q->program > q->program_end || q->program_end > counts[4] || q->shelves > q->shelves_end
        || q->shelves_end > counts[5] || q->wished > q->wished_end || q->wished_end > counts[5]
        || (q->wished_end - q->wished) % 2 || q->busy > q->busy_end || q->busy_end > counts[6]
        || q->trade_first > q->trade_after || q->trade_after > index->occupations)
        return 0;
    if (index->lots_answer && q->program_end - q->program > MOST_ASKED)
        return 0;
    if (!(fabs(q->post.latitude) <= 90) || !(fabs(q->post.longitude) <= 180))
        return 0;
    if (!index->lots_answer && !(q->post.u.travel_km >= 0))
        return 0;
    for (uint32_t i = q->shelves; i < q->shelves_end; i++)
        if (pools->shelves[i] >= index->skills)
            return 0;
    for (uint32_t i = q->wished; i < q->wished_end; i += 2)
        if (pools->shelves[i] >= index->skills || pools->shelves[i + 1] >= MOST_ASKED)
            return 0;
    for (uint32_t i = q->runs; i < q->runs_end; i++)
        if (pools->runs[i].first > pools->runs[i].after || pools->runs[i].after > index->occupations)
            return 0;
    return 1;
}

/* Answer one question. 0 where it is unsound, or memory ran out. */
static int answer(Search *s)
{
    const Index *index = s->index;
    const Question *q = s->question;
    if (!sound(index, s->pools, q))
        return 0;
    s->terms = s->pools->rows + q->terms;
    s->abilities = s->pools->rows + q->abilities;
    s->pay = s->pools->rows + q->pay;
    s->nearness = s->pools->nearness + q->nearness;
    s->radians = q->post.latitude * RADIANS;
    s->cosine = cos(s->radians);
    s->asks = !index->lots_answer || q->program < q->program_end;
    s->weights = 0;
    s->required = 0;
    /* Lots of any other occupation are as near as the farthest; vacancies of entry level stand on many shelves */
    s->rest = !index->lots_answer ? 0.5 : q->runs < q->runs_end ? s->pools->runs[q->runs_end - 1].nearness : 0.0;
    forget_wished(s);
    s->missable = index->lots_answer ? q->desired : 0;
    s->least = -1.0;
    s->count = 0;
    for (uint32_t i = q->program; index->lots_answer && i < q->program_end; i++) {
        s->weights += s->pools->program[i].weight;
        if (s->pools->program[i].weight == REQUIRED_WEIGHT)
            s->required |= (uint64_t)1 << (i - q->program);
    }
    if ((q->post.flags & HELD) || (!s->all && !s->top))
        return 1;
    int marked = s->touching || mark(index, s->pools, q, 1);
    if (marked) {
        look_near(s);
        if (q->post.flags & MOBILE)
            look_far(s);
        if (!s->touching)
            mark(index, s->pools, q, 0);
    } else {
        memset(index->marked, 0, index->skills);
        memset(index->held, 0, index->skills * sizeof(uint64_t));
        memset(index->related, 0, index->skills * sizeof(uint64_t));
    }
    if (s->count)
        qsort(s->hits, s->count, sizeof(Hit), best_first);
    return marked && !s->failed;
}

/* ---- Opening an index: everything that is later an offset is looked at once ---- */

static int ascending(const uint32_t *values, size_t count, size_t end)
{
    for (size_t i = 1; i < count; i++)
        if (values[i] < values[i - 1])
            return 0;
    return count && values[count - 1] <= end;
}

static int below(const uint32_t *values, size_t count, uint32_t limit, uint32_t ignored)
{
    for (size_t i = 0; i < count; i++)
        if ((values[i] & ~ignored) >= limit)
            return 0;
    return 1;
}

static const char *flaw_of(Index *index)
{
    const size_t *counts = index->counts;
    size_t shelves = (size_t)index->skills + index->occupations;
    if (counts[LONGITUDES] != counts[RECORDS] || counts[RANKS] != counts[RECORDS] || counts[SKILL_SETS] != counts[RECORDS])
        return "records and what stands beside them differ in number";
    if (counts[NEAR_STARTS] != shelves + 1 || counts[FAR_STARTS] != shelves + 1
        || counts[FAR_OCCUPATIONS] != counts[FAR] || counts[FAR_TERMS] != counts[FAR]
        || counts[BUSY_STARTS] != counts[BUSY] + 1 || !counts[SET_STARTS])
        return "lists and their starts differ in number";
    if (!ascending(index->near_starts, shelves + 1, counts[NEAR])
        || !ascending(index->far_starts, shelves + 1, counts[FAR])
        || !ascending(index->set_starts, counts[SET_STARTS], counts[SET_SKILLS])
        || !ascending(index->busy_starts, counts[BUSY_STARTS], counts[COMMITMENTS])
        || !ascending(index->bands, counts[BANDS], counts[RECORDS]))
        return "the starts of lists do not rise";
    if (!below(index->near, counts[NEAR], index->records, 0) || !below(index->far, counts[FAR], index->records, 0)
        || !below(index->busy, counts[BUSY], index->records, 0)
        || !below(index->skill_sets, counts[SKILL_SETS], (uint32_t)counts[SET_STARTS] - 1, 0)
        || !below(index->set_skills, counts[SET_SKILLS], index->skills, index->lots_answer ? 0 : REQUIRED))
        return "a list names what does not exist";
    for (size_t i = 0; i < counts[FAR]; i++)
        if (index->far_terms[i] != MANY_TERMS && index->far_terms[i] >= index->widths[0])
            return "a far shelf names terms that do not exist";
    for (size_t i = 0; i < counts[CELLS]; i++) {
        const Cells *cells = &index->cells[i];
        if (!cells->bands || (size_t)cells->band + cells->bands >= counts[BANDS] || !(cells->height > 0)
            || !(cells->reach_km >= 0))
            return "cells lie outside of the bands";
        index->most_ranges += 2 * (size_t)cells->bands;
    }
    for (uint32_t i = 0; i < index->records; i++) {
        const Post *post = &index->posts[i];
        if (post->occupation >= index->occupations || post->terms >= index->widths[0]
            || post->abilities >= index->widths[1] || post->pay >= index->widths[2])
            return "a record names a value that does not exist";
    }
    return index->entry_block > index->occupations ? "entry level begins after the last occupation" : NULL;
}

static void close_index(PyObject *capsule)
{
    Index *index = PyCapsule_GetPointer(capsule, "index");
    if (!index)
        return;
    for (int i = 0; i < index->opened; i++)
        PyBuffer_Release(&index->views[i]);
    free(index->marked);
    free(index->held);
    free(index->related);
    free(index->ranges);
    free(index);
}

static int view_arrays(Index *index, PyObject *arrays)
{
    if (PySequence_Size(arrays) != ARRAYS) {
        PyErr_SetString(PyExc_ValueError, "an index has other arrays");
        return 0;
    }
    for (int i = 0; i < ARRAYS; i++) {
        PyObject *array = PySequence_GetItem(arrays, i);
        int failed = !array || PyObject_GetBuffer(array, &index->views[i], PyBUF_C_CONTIGUOUS) < 0;
        Py_XDECREF(array);
        if (failed)
            return 0;
        index->opened = i + 1;
        if ((size_t)index->views[i].len % ITEM_SIZES[i]) {
            PyErr_Format(PyExc_ValueError, "array %d holds items of another size", i);
            return 0;
        }
        index->counts[i] = (size_t)index->views[i].len / ITEM_SIZES[i];
    }
    return 1;
}

static PyObject *kernel_open(PyObject *module, PyObject *args)
{
    PyObject *arrays, *capsule;
    Index *index = calloc(1, sizeof(Index));
    const char *flaw;
    (void)module;
    if (!index)
        return PyErr_NoMemory();
    capsule = PyCapsule_New(index, "index", close_index);
    if (!capsule) {
        free(index);
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "OpIIIIII", &arrays, &index->lots_answer, &index->skills, &index->occupations,
                          &index->entry_block, &index->widths[0], &index->widths[1], &index->widths[2])
        || !view_arrays(index, arrays))
        goto failed;
    index->posts = index->views[RECORDS].buf;
    index->longitudes = index->views[LONGITUDES].buf;
    index->cells = index->views[CELLS].buf;
    index->bands = index->views[BANDS].buf;
    index->ranks = index->views[RANKS].buf;
    index->skill_sets = index->views[SKILL_SETS].buf;
    index->set_starts = index->views[SET_STARTS].buf;
    index->set_skills = index->views[SET_SKILLS].buf;
    index->near_starts = index->views[NEAR_STARTS].buf;
    index->near = index->views[NEAR].buf;
    index->far_starts = index->views[FAR_STARTS].buf;
    index->far = index->views[FAR].buf;
    index->far_occupations = index->views[FAR_OCCUPATIONS].buf;
    index->far_terms = index->views[FAR_TERMS].buf;
    index->busy = index->views[BUSY].buf;
    index->busy_starts = index->views[BUSY_STARTS].buf;
    index->commitments = index->views[COMMITMENTS].buf;
    index->records = (uint32_t)index->counts[RECORDS];
    if ((flaw = flaw_of(index))) {
        PyErr_SetString(PyExc_ValueError, flaw);
        goto failed;
    }
    index->marked = calloc(index->skills + 1, 1);
    index->held = calloc(index->skills + 1, sizeof(uint64_t));
    index->related = calloc(index->skills + 1, sizeof(uint64_t));
    index->ranges = calloc(2 * index->most_ranges + 2, sizeof(uint32_t));
    if (!index->marked || !index->held || !index->related || !index->ranges) {
        PyErr_NoMemory();
        goto failed;
    }
    return capsule;
failed:
    Py_DECREF(capsule);
    return NULL;
}

/* ---- Searching ---- */

static const size_t POOL_SIZES[7] = {1, sizeof(double), sizeof(Run), 4, sizeof(Link), 4, sizeof(Busy)};

/* Each question's best hits go to `hits`, which has room for `top` of them each, and how many to `counts`. */
static PyObject *search_best(const Index *index, const Pools *pools, const Py_buffer *questions, size_t top,
                             Py_buffer *hits, Py_buffer *counts)
{
    size_t asked = (size_t)questions->len / sizeof(Question);
    if ((size_t)hits->len < asked * top * sizeof(Hit) || (size_t)counts->len < asked * sizeof(uint32_t)) {
        PyErr_SetString(PyExc_ValueError, "there is no room for the hits");
        return NULL;
    }
    for (size_t i = 0; i < asked; i++) {
        Search s = {.index = index, .pools = pools, .question = (const Question *)questions->buf + i,
                    .hits = (Hit *)hits->buf + i * top, .top = top};
        if (!answer(&s)) {
            PyErr_SetString(PyExc_ValueError, "a question points at what does not exist");
            return NULL;
        }
        ((uint32_t *)counts->buf)[i] = (uint32_t)s.count;
    }
    return PyLong_FromLong(0);
}

/* The views of `count` buffers; 0 after releasing those taken where one cannot be had. */
static int take(PyObject **objects, Py_buffer *views, int count, int flags)
{
    for (int i = 0; i < count; i++)
        if (PyObject_GetBuffer(objects[i], &views[i], PyBUF_C_CONTIGUOUS | flags) < 0) {
            while (i--)
                PyBuffer_Release(&views[i]);
            return 0;
        }
    return 1;
}

static void release(Py_buffer *views, int count)
{
    for (int i = 0; i < count; i++)
        PyBuffer_Release(&views[i]);
}

static Pools pools_of(const Py_buffer *views)
{
    Pools pools = {.rows = views[0].buf, .nearness = views[1].buf, .runs = views[2].buf, .links = views[3].buf,
                   .program = views[4].buf, .shelves = views[5].buf, .busy = views[6].buf};
    for (int i = 0; i < 7; i++)
        pools.counts[i] = (size_t)views[i].len / POOL_SIZES[i];
    return pools;
}

/* search(index, pools..., questions, top, hits, counts): the best of each question, written to `hits`. */
static PyObject *kernel_search(PyObject *module, PyObject *args)
{
    PyObject *capsule, *read[8], *written[2], *result = NULL;
    Py_buffer views[8], rooms[2];
    Py_ssize_t top;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOnOO", &capsule, &read[0], &read[1], &read[2], &read[3], &read[4], &read[5],
                          &read[6], &read[7], &top, &written[0], &written[1]))
        return NULL;
    Index *index = PyCapsule_GetPointer(capsule, "index");
    if (!index || !take(read, views, 8, 0))
        return NULL;
    if (take(written, rooms, 2, PyBUF_WRITABLE)) {
        Pools pools = pools_of(views);
        result = search_best(index, &pools, &views[7], top < 0 ? 0 : (size_t)top, &rooms[0], &rooms[1]);
        release(rooms, 2);
    }
    release(views, 8);
    return result;
}

/* search_all(index, pools..., question): all hits of one question, best first, as bytes. */
static PyObject *kernel_search_all(PyObject *module, PyObject *args)
{
    PyObject *capsule, *read[8], *result = NULL;
    Py_buffer views[8];
    (void)module;
    if (!PyArg_ParseTuple(args, "OOOOOOOOO", &capsule, &read[0], &read[1], &read[2], &read[3], &read[4], &read[5],
                          &read[6], &read[7]))
        return NULL;
    Index *index = PyCapsule_GetPointer(capsule, "index");
    if (!index || !take(read, views, 8, 0))
        return NULL;
    Pools pools = pools_of(views);
    Search s = {.index = index, .pools = &pools, .question = views[7].buf, .all = 1};
    if ((size_t)views[7].len == sizeof(Question) && answer(&s))
        result = PyBytes_FromStringAndSize((const char *)s.hits, (Py_ssize_t)(s.count * sizeof(Hit)));
    else
        PyErr_SetString(PyExc_ValueError, "a question points at what does not exist");
    free(s.hits);
    release(views, 8);
    return result;
}

/* measure(index, pools..., questions, top, steps, touching): search and write down how far each question led;
 * or, touching, go as far and only read one number of each record. How many records were looked at. */
static PyObject *kernel_measure(PyObject *module, PyObject *args)
{
    PyObject *capsule, *read[8], *written, *result = NULL;
    Py_buffer views[8], steps;
    Py_ssize_t top;
    int touching;
    uint64_t looked_at = 0;
    volatile int64_t sum = 0; /* so that reading is not left out */
    (void)module;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOnOp", &capsule, &read[0], &read[1], &read[2], &read[3], &read[4], &read[5],
                          &read[6], &read[7], &top, &written, &touching))
        return NULL;
    Index *index = PyCapsule_GetPointer(capsule, "index");
    if (!index || top < 1 || !take(read, views, 8, 0))
        return NULL;
    size_t asked = (size_t)views[7].len / sizeof(Question);
    Hit *hits = malloc((size_t)top * sizeof(Hit));
    if (hits && take(&written, &steps, 1, PyBUF_WRITABLE)) {
        Pools pools = pools_of(views);
        int64_t *step = steps.buf;
        for (size_t i = 0; i < asked && (size_t)steps.len >= asked * STEPS * sizeof(int64_t); i++, step += STEPS) {
            Search s = {.index = index, .pools = &pools, .question = (const Question *)views[7].buf + i,
                        .hits = hits, .top = (size_t)top, .touching = touching};
            if (touching)
                memcpy(s.steps, step, sizeof s.steps);
            if (!answer(&s))
                break;
            if (!touching)
                memcpy(step, s.steps, sizeof s.steps);
            looked_at += s.looked_at;
            sum = sum + s.sum;
        }
        result = PyLong_FromUnsignedLongLong(looked_at);
        release(&steps, 1);
    }
    free(hits);
    release(views, 8);
    return result;
}

static PyMethodDef methods[] = {
    {"open_index", kernel_open, METH_VARARGS, "Look at an index once and keep hold of its arrays."},
    {"search", kernel_search, METH_VARARGS, "The best hits of each question."},
    {"search_all", kernel_search_all, METH_VARARGS, "All hits of one question."},
    {"measure", kernel_measure, METH_VARARGS, "How many records are looked at, and how far a search goes."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "kernel", "The compiled search of an index.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_kernel(void) { return PyModule_Create(&definition); }
