using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ReportsAdmin.Features.Access.SecondFactors;

/// <param name="Codes">As people read them: <c>abcde-fghjk</c>.</param>
/// <param name="Hashes">Of the codes, with the salt, in the same order.</param>
public sealed record NewRecoveryCodes(IReadOnlyList<string> Codes, string Salt, IReadOnlyList<string> Hashes);

/// <summary>Codes for who has lost their phone: ten of them, each for one sign-in, known only to the person.</summary>
/// <param name="hashing">A code is stored as a password is, so it costs as much to guess.</param>
public sealed class RecoveryCodes(IOptions<PasswordHasherOptions> hashing)
{
    public const int Count = 10;
    private const int Length = 10;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // Without letters and digits that are taken for one another.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>New codes and what is stored of them. It takes a second, so no transaction may be open meanwhile.</summary>
    public NewRecoveryCodes Create()
    {
        var salt = RandomNumberGenerator.GetHexString(SaltBytes * 2, lowercase: true);
        List<string> codes =
        [
            .. Enumerable
                .Range(0, Count)
                .Select(_ => RandomNumberGenerator.GetString(Alphabet, Length).Insert(Length / 2, "-")),
        ];
        return new NewRecoveryCodes(codes, salt, [.. codes.Select(c => Hash(c, salt))]);
    }

    /// <summary>Whether the text can be a recovery code at all, however it is written.</summary>
    public static bool LooksLikeOne(string text) => Plain(text).Length == Length;

    public string Hash(string code, string salt) =>
        Convert.ToHexStringLower(
            Rfc2898DeriveBytes.Pbkdf2(
                Encoding.UTF8.GetBytes(Plain(code)),
                Convert.FromHexString(salt),
                hashing.Value.IterationCount,
                HashAlgorithmName.SHA512,
                HashBytes
            )
        );

    private static string Plain(string text) =>
        new([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
}
