using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>
/// What a password must be: long, and not one that is tried first. Refused are words that everybody uses with digits around them, runs
/// of the keyboard or alphabet, repetitions, the person's own name or address, the company's name, and whatever is in the list of
/// <c>Passwords:BreachedFile</c> (one password, or one SHA-1 in hexadecimal, a line; a count after a colon is ignored).
/// </summary>
public sealed class PasswordRules
{
    public const int MinLength = 10;
    public const int MaxLength = 128;

    /// <summary>Of PBKDF2 with HMAC-SHA-512, which keeps passwords and recovery codes. Older hashes are renewed at the next sign-in.</summary>
    public const int HashIterations = 210_000;

    private const int MaxLines = 10_000_000;
    private const int MinDistinct = 5;

    /// <summary>Of its own in a password beside a name or a common word.</summary>
    private const int MinOwn = 6;

    /// <summary>Shorter parts of names are in too many other words.</summary>
    private const int MinName = 4;

    private static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    ];

    private static readonly string[] Common =
    [
        .. """
            abc account access administrator admin android apple august baseball batman bharat bombay changeme charlie chennai
            chocolate christmas company computer cricket daniel default delhi december demo dragon eagle engineer facebook family
            february flower football freedom friday ganesh google guest hanuman hello hyderabad iloveyou india internet jaihind
            january jesus july june kerala killer kolkata krishna lakshmi letmein linkedin login london lovely manager march
            master maggie michael microsoft monday monkey mother mumbai mustang nature ninja november october office oracle
            passport passwd password payment pokemon princess pune qwerty rahul rajesh ranger reports reportsadmin root samsung
            saturday secret security september server shadow shree soccer starwars summer sunday sunshine superman support system
            temp temporary test thursday tigger trustno tuesday user vishnu wednesday welcome whatever windows winter
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    private readonly HashSet<long> breached;

    private readonly IReadOnlyList<string> company;

    private PasswordRules(HashSet<long> breached, string company) =>
        (this.breached, this.company) = (breached, [.. NamesIn(company)]);

    /// <exception cref="InvalidOperationException">The list cannot be read or is too long.</exception>
    public static PasswordRules Of(IConfiguration configuration) =>
        new(
            configuration.Read<PasswordOptions>().BreachedFile is { } file ? Read(file) : [],
            configuration.Read<CompanyOptions>().Name
        );

    /// <exception cref="DomainException">With the field <c>next</c>, and what to do about it.</exception>
    public void Check(string password, string name, string email)
    {
        if (password.Length is < MinLength or > MaxLength)
            Refuse($"A password has {MinLength} to {MaxLength} characters.");
        if (password.Distinct().Count() < MinDistinct)
            Refuse("Use more different characters.");
        var plain = Plain(password);
        if (IsRepeated(plain))
            Refuse("This password repeats a short part. Use a few unrelated words.");
        if (IsRun(plain))
            Refuse("This password follows the keyboard or the alphabet. Use a few unrelated words.");
        if (Left(plain, Common) < MinOwn)
            Refuse("This password is one of those that are tried first. Use a few unrelated words.");
        if (Left(plain, NamesIn(name).Concat(NamesIn(email.Split('@')[0]))) < MinOwn)
            Refuse("This password is mostly your name. Use a few unrelated words.");
        if (Left(plain, company) < MinOwn)
            Refuse("This password is mostly the company's name. Use a few unrelated words.");
        if (breached.Count > 0 && breached.Contains(KeyOf(SHA1.HashData(Encoding.UTF8.GetBytes(password)))))
            Refuse("This password is known from a leak elsewhere. Use another one.");
    }

    private static IEnumerable<string> NamesIn(string text) => Plain(text).Split(' ').Where(p => p.Length >= MinName);

    private static void Refuse(string why) => throw DomainException.Invalid("next", why);

    /// <summary>Small letters, with the usual substitutes undone.</summary>
    private static string Plain(string text) => string.Create(text.Length, text, static (span, t) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.ToLowerInvariant(t[i]) switch
                {
                    '@' => 'a',
                    '$' => 's',
                    '!' => 'i',
                    '0' when HasLetterBeside(t, i) => 'o',
                    '1' when HasLetterBeside(t, i) => 'i',
                    '3' when HasLetterBeside(t, i) => 'e',
                    '5' when HasLetterBeside(t, i) => 's',
                    var c => c,
                };
        });

    private static bool HasLetterBeside(string text, int i) =>
        i > 0 && i + 1 < text.Length && !char.IsDigit(text[i - 1]) && !char.IsDigit(text[i + 1]);

    private static bool IsRepeated(string text)
    {
        for (var period = 1; period <= text.Length / 2; period++)
            if (Enumerable.Range(period, text.Length - period).All(i => text[i] == text[i - period]))
                return true;
        return false;
    }

    /// <summary>Whether two thirds of it go on where the character before led.</summary>
    private static bool IsRun(string text)
    {
        var steps = 0;
        for (var i = 1; i < text.Length; i++)
            if (text[i] == text[i - 1] || Rows.Any(r => Follows(r, text[i - 1], text[i])))
                steps++;
        return steps * 3 >= (text.Length - 1) * 2;
    }

    private static bool Follows(string row, char from, char to)
    {
        var at = row.IndexOf(from, StringComparison.Ordinal);
        return at >= 0 && ((at + 1 < row.Length && row[at + 1] == to) || (at > 0 && row[at - 1] == to));
    }

    /// <summary>Letters and other signs that are left when the words are taken out; digits and punctuation around a word add nothing.</summary>
    private static int Left(string text, IEnumerable<string> words)
    {
        var (left, found) = (text, false);
        foreach (var word in words.OrderByDescending(w => w.Length))
        {
            var without = left.Replace(word, " ", StringComparison.Ordinal);
            found |= without.Length != left.Length;
            left = without;
        }

        return found ? left.Count(c => char.IsLetter(c)) : int.MaxValue;
    }

    private static HashSet<long> Read(string file)
    {
        var keys = new HashSet<long>();
        foreach (var line in File.ReadLines(file))
        {
            if (keys.Count > MaxLines)
                throw new InvalidOperationException($"Passwords:BreachedFile has more than {MaxLines} lines.");
            var text = line.Split(':')[0].Trim();
            if (text.Length == 40 && text.All(char.IsAsciiHexDigit))
                keys.Add(KeyOf(Convert.FromHexString(text)));
            else if (text.Length > 0)
                keys.Add(KeyOf(SHA1.HashData(Encoding.UTF8.GetBytes(text))));
        }

        return keys;
    }

    private static long KeyOf(byte[] sha1) => BinaryPrimitives.ReadInt64BigEndian(sha1);
}
