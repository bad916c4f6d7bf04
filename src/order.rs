//! Orders of things by number, with a sort of our own: each sort of the standard library takes two kilobytes of wasm.

use crate::work::step;

/// The numbers below `count` in an order; numbers of which neither is `before` the other keep theirs.
pub fn order(count: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut length = 1;
    while length < count {
        let mut merged = Vec::new();
        for pair in order.chunks(2 * length) {
            let (mut left, mut right) = pair.split_at(length.min(pair.len()));
            while let (Some(one), Some(other)) = (left.first(), right.first()) {
                step(1);
                let next = if before(*other, *one) { &mut right } else { &mut left };
                merged.push(next[0]);
                *next = &next[1..];
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        length *= 2;
    }
    order
}

/// The items in an order, see [`order`].
pub fn ordered<T: Copy>(items: &[T], before: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
    let mut ordered = Vec::new();
    for place in order(items.len(), &|one, other| before(&items[one], &items[other])) {
        ordered.push(items[place]);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::ordered;

    #[test]
    fn orders_are_stable() {
        for keys in [&[][..], &[1], &[2, 1], &[3, 1, 2, 1, 3, 0, 2], &[1, 1, 1], &[5, 4, 3, 2, 1]] {
            let items: Vec<_> = keys.iter().copied().enumerate().collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(_, key)| *key);
            assert_eq!(ordered(&items, &|one, other| one.1 < other.1), expected, "{keys:?}");
        }
    }
}
