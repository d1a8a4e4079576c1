using System.Runtime.CompilerServices;

namespace CampaignEvents.Api.Tests;

/// <summary>Compares a text with the one that was approved: <c>Class.method.verified.txt</c> beside the test.</summary>
internal static class Verifier
{
    public static async Task Verify(string text, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        var (verified, received) = (stem + ".verified.txt", stem + ".received.txt");
        text = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var approved = File.Exists(verified) ? (await File.ReadAllTextAsync(verified)).ReplaceLineEndings("\n") : null;
        if (approved == text)
        {
            File.Delete(received);
            return;
        }
        await File.WriteAllTextAsync(received, text);
        text.ShouldBe(approved, $"{Path.GetFileName(received)} differs from what was approved; if it is right, rename it to {Path.GetFileName(verified)}");
    }
}
