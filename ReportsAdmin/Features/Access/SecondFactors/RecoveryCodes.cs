using System.Security.Cryptography;
using System.Text;
using ReportsAdmin.Features.Access.Identity;

namespace ReportsAdmin.Features.Access.SecondFactors;

/// <summary>Codes for who has lost their phone: ten of them, each for one sign-in, known only to the person.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;
    private const int Length = 10;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int Iterations = PasswordRules.HashIterations;

    // Without letters and digits that are taken for one another.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>New codes as people read them: <c>abcde-fghjk</c>.</summary>
    public static IReadOnlyList<string> Create() =>
        [
            .. Enumerable
                .Range(0, Count)
                .Select(_ => RandomNumberGenerator.GetString(Alphabet, Length).Insert(Length / 2, "-")),
        ];

    public static string NewSalt() => RandomNumberGenerator.GetHexString(SaltBytes * 2, lowercase: true);

    /// <summary>Whether the text can be a recovery code at all, however it is written.</summary>
    public static bool LooksLikeOne(string text) => Plain(text).Length == Length;

    public static string Hash(string code, string salt) =>
        Convert.ToHexStringLower(
            Rfc2898DeriveBytes.Pbkdf2(
                Encoding.UTF8.GetBytes(Plain(code)),
                Convert.FromHexString(salt),
                Iterations,
                HashAlgorithmName.SHA512,
                HashBytes
            )
        );

    private static string Plain(string text) =>
        new([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
}
