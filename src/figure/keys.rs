//! Keys as states can hold them: in addresses some characters separate names, values and entries of lists.

use std::collections::HashSet;

const SEPARATORS: [char; 6] = ['&', '=', '%', '#', '+', ','];

/// Writes a hyphen for the separators in keys, such as `AT-T` for `AT&T`, and a number behind those that would be the same
/// as another. Keys without separators stay as they are.
pub fn make_addressable<'a>(keys: impl Iterator<Item = &'a mut String>) {
    let (mut odd, mut known) = (Vec::new(), HashSet::new());
    for key in keys {
        if key.contains(SEPARATORS) {
            odd.push(key);
        } else {
            known.insert(key.clone());
        }
    }
    for key in odd {
        let parts: Vec<_> = key.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()).collect();
        let plain = if parts.is_empty() { "key".to_owned() } else { parts.join("-") };
        let mut number = 1;
        *key = plain.clone();
        while !known.insert(key.clone()) {
            number += 1;
            *key = format!("{plain}-{number}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::make_addressable;

    #[test]
    fn separators_become_hyphens_and_keys_stay_different() {
        for (keys, expected) in [
            (&["us", "nl-2", "Saudi Arabia"][..], &["us", "nl-2", "Saudi Arabia"][..]),
            (&["AT&T", "AT-T", "AT,T", "AT=T"], &["AT-T-2", "AT-T", "AT-T-3", "AT-T-4"]),
            (&["50%", "100 %", "C#", "C++"], &["50", "100", "C", "C-2"]),
            (&["Yes, often", "Yes, never", "&&", "%"], &["Yes-often", "Yes-never", "key", "key-2"]),
        ] {
            let mut keys: Vec<_> = keys.iter().map(|key| (*key).to_owned()).collect();
            make_addressable(keys.iter_mut());
            assert_eq!(keys, expected);
        }
    }
}
