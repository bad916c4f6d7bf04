//! Names of months as tables write them, in many languages.

use crate::text::concat;

/// The names of each month, lower case, by the Unicode CLDR: English, German, French, Spanish, Italian, Portuguese,
/// Dutch, Indonesian, Turkish, Russian and Kazakh, Arabic and Hindi. Languages in which a name is that of another month
/// elsewhere, as Polish and Croatian, are left out.
const NAMES: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari ocak январь января қаңтар يناير जनवरी",
    "february februar februari février febrero febbraio fevereiro şubat февраль февраля ақпан فبراير फ़रवरी फरवरी",
    "march märz mrz mars marzo março maart maret mart март марта наурыз مارس मार्च",
    "april avril abril aprile nisan апрель апреля сәуір أبريل अप्रैल",
    "may mai mayo maggio maio mei mayıs май мая мамыр مايو मई",
    "june juni juin junio giugno junho haziran июнь июня маусым يونيو जून",
    "july juli juillet julio luglio julho temmuz июль июля шілде يوليو जुलाई",
    "august août agosto augustus agustus ağustos август августа тамыз أغسطس अगस्त",
    "september septembre septiembre setiembre settembre setembro eylül сентябрь сентября қыркүйек سبتمبر सितंबर",
    "october oktober octobre octubre ottobre outubro ekim октябрь октября қазан أكتوبر अक्टूबर",
    "november novembre noviembre novembro kasım ноябрь ноября қараша نوفمبر नवंबर",
    "december dezember décembre diciembre dicembre dezembro desember aralık декабрь декабря желтоқсан ديسمبر दिसंबर",
];

/// Shorter texts are no abbreviation of a month.
const SHORTEST: usize = 3;

/// The month, 1 to 12, that a word names or abbreviates; `None` where two months begin with it, as with the French `jui`.
pub fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let is_abbreviation = word.chars().count() >= SHORTEST;
    let mut found = None;
    for (month, names) in (1..).zip(NAMES) {
        let spaced = concat(&[" ", names, " "]);
        if spaced.contains(&*concat(&[" ", &word, " "])) {
            return Some(month);
        }
        if is_abbreviation && spaced.contains(&*concat(&[" ", &word])) {
            if found.is_some() {
                return None;
            }
            found = Some(month);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_by_names_and_abbreviations() {
        for (word, expected) in [
            ("Jan", Some(1)),
            ("January", Some(1)),
            ("Januar", Some(1)),
            ("JÄN", Some(1)),
            ("Mrz", Some(3)),
            ("mar", Some(3)),
            ("mai", Some(5)),
            ("may", Some(5)),
            ("мая", Some(5)),
            ("juin", Some(6)),
            ("juil", Some(7)),
            ("jui", None),
            ("Sept", Some(9)),
            ("Dez", Some(12)),
            ("dic", Some(12)),
            ("ağu", Some(8)),
            ("қараша", Some(11)),
            ("जून", Some(6)),
            ("ma", None),
            ("Janosch", None),
            ("listopad", None),
            ("", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }

    #[test]
    fn every_name_is_of_one_month() {
        for (number, names) in (1..).zip(NAMES) {
            for name in names.split(' ') {
                assert_eq!(month(name), Some(number), "{name}");
            }
        }
    }
}
